import { spawn } from 'node:child_process'

/**
 * Runs a program with its output kept instead of shown.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number | null, output: string }>} `code` is null when it could not start or was killed
 */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      timeout: options.timeoutMs,
      stdio: ['ignore', 'pipe', 'pipe'],
      // npx is a .cmd file on Windows, which only a shell starts.
      shell: process.platform === 'win32' && command === 'npx',
    })
    let output = ''
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ code: null, output: `${output}${command}: ${error.message}\n` }))
    child.on('close', (code) => resolve({ code, output }))
  })
}
