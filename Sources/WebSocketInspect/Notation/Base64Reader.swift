import WebSocketWire

/// Reads base64 with the place of every mistake (RFC 4648 4).
enum Base64Reader {
  static func read(_ bytes: [UInt8]) throws(NotationError) -> [UInt8] {
    var symbols: [UInt8] = []
    var padding = 0
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case 0x09...0x0D, 0x20: continue
      case 0x3D: padding += 1
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F:
        guard padding == 0 else {
          throw NotationError(at: index, in: bytes, "base64 goes on behind its padding")
        }
        symbols.append(byte)
      default:
        throw NotationError(
          at: index, in: bytes, "\(Escaper.line(bytes: [byte])) is not in the base64 alphabet")
      }
    }
    let due = (4 - symbols.count % 4) % 4
    guard due < 3, padding == 0 || padding == due else {
      throw NotationError(
        at: bytes.count, in: bytes, "base64 of \(symbols.count) characters and \(padding) of padding")
    }
    symbols += [UInt8](repeating: 0x3D, count: due)
    guard let decoded = Base64.decode(String(decoding: symbols, as: UTF8.self)) else {
      throw NotationError(at: bytes.count, in: bytes, "this is not base64")
    }
    return decoded
  }
}
