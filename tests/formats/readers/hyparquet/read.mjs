// Run by Node in an environment of its own: prints the rows of a release as hyparquet reads them.
// Args: the folder of the release. Out: {table: rows} as JSON.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'

const folder = join(process.argv[2], 'parquet')
const said = {}
for (const name of readdirSync(folder).filter((one) => one.endsWith('.parquet'))) {
  const file = await asyncBufferFromFile(join(folder, name))
  said[name.replace('.parquet', '')] = await parquetReadObjects({ file })
}
// A whole number is a BigInt to JavaScript; those of a release are far below 2^53.
process.stdout.write(JSON.stringify(said, (_, value) => (typeof value === 'bigint' ? Number(value) : value ?? null)))
