/// Names what text is in that is not read, so that the sentence which refuses it says what to do.
enum ForeignText {
  /// What the text is in, and how to write it; nil where nothing is known of it.
  static func words(for bytes: [UInt8]) -> String? {
    let all = bytes.trimmedLines(0..<bytes.count)
    let text = bytes[all]
    func begins(_ words: String) -> Bool { text.starts(with: words.utf8) }
    if begins("-----BEGIN ") {
      return "this is PEM; give the lines of base64 between its first and last line"
    }
    if begins("begin "), text.dropFirst(6).prefix(3).allSatisfy(\.isDecimal) {
      return "this is uuencoded; give it in base64 or hex (uudecode -o /dev/stdout FILE | xxd -p)"
    }
    let isControl = text.first == 0x5E && text.dropFirst().first.map { 0x3F...0x5F ~= $0 } ?? false
    if begins("M-") || isControl {
      return "this is what cat -v shows, which has several readings; dump bytes (xxd -p)"
    }
    if begins("<~") { return "this is base85, which is not read; give it in base64 or hex" }
    let first = text.prefix { $0 != 0x0A }
    if begins("="), first.count > 5, isQuotedPrintable(first) {
      return "this is quoted-printable, which is not read; give it in base64 or hex"
    }
    if isBase32(text) { return "this is base32, which is not read; give it in base64 or hex" }
    return nil
  }

  /// Whether all lines are records of a length, an address, a type and a sum that makes zero, and the last one is that of the end.
  static func isIntelHex(_ bytes: [UInt8]) -> Bool {
    var type: UInt8?
    for line in TextLines(bytes) {
      let record = bytes[bytes.trimmed(line)]
      if record.isEmpty { continue }
      guard record.first == 0x3A, record.count >= 11, let values = HexReader.readPacked(record.dropFirst()),
        values.count == Int(values[0]) + 5, values.reduce(0, &+) == 0
      else { return false }
      type = values[3]
    }
    return type == 1
  }

  private static func isQuotedPrintable(_ line: ArraySlice<UInt8>) -> Bool {
    let escapes = line.indices.count { index in
      line[index] == 0x3D && line[index...].dropFirst().prefix(2).allSatisfy { $0.hexValue != nil }
    }
    return escapes > 1
  }

  private static func isBase32(_ text: ArraySlice<UInt8>) -> Bool {
    let symbols = text.filter { $0 != 0x0A && !$0.isBlank }
    let padding = symbols.reversed().prefix { $0 == 0x3D }.count
    return symbols.count >= 8 && symbols.count.isMultiple(of: 8) && (padding > 2 || symbols.count > 8)
      && symbols.dropLast(padding).allSatisfy { 0x41...0x5A ~= $0 || 0x32...0x37 ~= $0 }
  }
}
