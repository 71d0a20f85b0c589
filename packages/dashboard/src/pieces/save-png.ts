/** Saves what is drawn as a PNG: the first canvas, SVG or table in the element. */
export async function savePng(element: HTMLElement | null, name: string): Promise<void> {
  const ground = getComputedStyle(document.body).backgroundColor
  const drawn = element?.querySelector('canvas') ?? element?.querySelector('svg[role="img"]')
  if (drawn instanceof HTMLCanvasElement) save(onGround(drawn, drawn.width, drawn.height, ground), name)
  if (drawn instanceof SVGSVGElement) save(await drawSvg(drawn, ground), name)
  const table = drawn === null || drawn === undefined ? element?.querySelector('table') : null
  if (table) save(drawTable(table, ground), name)
}

/** Twice as fine as on the page. */
const SCALE = 2

/** A table whose cells are coloured, such as a heat map: their grounds, and the texts of its headings. */
function drawTable(table: HTMLTableElement, ground: string): HTMLCanvasElement {
  const { left, top, width, height } = table.getBoundingClientRect()
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width * SCALE)
  canvas.height = Math.ceil(height * SCALE)
  const context = canvas.getContext('2d')
  if (context === null) return canvas
  context.scale(SCALE, SCALE)
  context.fillStyle = ground
  context.fillRect(0, 0, width, height)
  context.textBaseline = 'middle'
  for (const cell of table.querySelectorAll('td, th')) {
    const box = cell.getBoundingClientRect()
    const style = getComputedStyle(cell)
    context.fillStyle = style.backgroundColor
    context.fillRect(box.left - left, box.top - top, box.width, box.height)
    if (cell.tagName !== 'TH') continue
    context.fillStyle = style.color
    context.font = style.font
    context.fillText(cell.textContent ?? '', box.left - left, box.top - top + box.height / 2)
  }
  return canvas
}

function onGround(
  picture: CanvasImageSource,
  width: number,
  height: number,
  ground: string,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (context !== null) {
    context.fillStyle = ground
    context.fillRect(0, 0, width, height)
    context.drawImage(picture, 0, 0, width, height)
  }
  return canvas
}

const PRESENTATION = ['fill', 'stroke', 'stroke-width', 'opacity', 'font', 'text-anchor', 'dominant-baseline']

/** The styles of the page are written into a copy, for a picture has no page around it. */
async function drawSvg(svg: SVGSVGElement, ground: string): Promise<HTMLCanvasElement> {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const originals = [svg, ...svg.querySelectorAll('*')]
  for (const [index, element] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const original = originals[index]
    if (original === undefined) continue
    const style = getComputedStyle(original)
    for (const name of PRESENTATION) element.setAttribute(name, style.getPropertyValue(name))
  }
  const { width, height } = svg.getBoundingClientRect()
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  const text = new XMLSerializer().serializeToString(copy)
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    return onGround(image, width * 2, height * 2, ground)
  } finally {
    URL.revokeObjectURL(address)
  }
}

function save(canvas: HTMLCanvasElement, name: string): void {
  const link = document.createElement('a')
  link.href = canvas.toDataURL('image/png')
  link.download = `${name}.png`
  link.click()
}
