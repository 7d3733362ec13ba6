// The peer from npm: reads {receipts, warmUp, logo, size} from stdin, prints milliseconds a receipt and its bytes.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(new URL('../../tools/package.json', import.meta.url))
const ReceiptPrinterEncoder = require('@point-of-sale/receipt-printer-encoder')
const { receipts, warmUp, logo, size } = JSON.parse(readFileSync(0))
const image = { width: size[0], height: size[1], data: Uint8ClampedArray.from(Buffer.from(logo, 'base64')) }

function encode (receipt) {
  let encoder = new ReceiptPrinterEncoder({
    language: 'esc-pos', columns: 48, codepageMapping: 'epson', imageMode: 'raster'
  })
  encoder = encoder.initialize().codepage('cp866').image(image, size[0], size[1], 'threshold')
  for (const row of receipt.texts) encoder = encoder.line(row)
  return encoder
    .barcode(receipt.ean13, 'ean13', { height: 96, text: true })
    .pdf417(receipt.pdf417, {})
    .qrcode(receipt.qr, {})
    .cut()
    .encode()
}

for (const receipt of receipts.slice(0, warmUp)) encode(receipt)
const rest = receipts.slice(warmUp)
let bytes = 0
const begun = performance.now()
for (const receipt of rest) bytes += encode(receipt).length
const took = performance.now() - begun
console.log(JSON.stringify({ milliseconds: took / rest.length, bytes: bytes / rest.length }))
