import { Link } from '@tanstack/react-router'
import { onlyFilters, type Search } from '../filters/filters.ts'
import { pageGroups } from '../pages/registry.ts'
import { Icon } from '../pieces/icons.tsx'
import css from './navigation.module.css'
import { usePages } from './use-pages.ts'

/** The pages by group; filters go along. */
export function Navigation({ onNavigate }: { readonly onNavigate?: () => void }) {
  const pages = usePages()
  return (
    <nav className={css.nav} aria-label="Pages">
      {pageGroups.map((group) => {
        const listed = pages.filter((page) => page.group === group)
        if (listed.length === 0) return null
        return (
          <div key={group} className={css.group}>
            <h2 className={css.title}>{group}</h2>
            <ul>
              {listed.map(({ path, title, icon }) => (
                <li key={path}>
                  <Link
                    to={path}
                    search={(before: Search) => onlyFilters(before)}
                    activeOptions={{ exact: true, includeSearch: false }}
                    className={css.link}
                    {...(onNavigate && { onClick: onNavigate })}
                  >
                    <Icon name={icon} />
                    {title}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </nav>
  )
}
