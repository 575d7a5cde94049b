/// Bytes as `%41` (RFC 3986 2.1).
package enum PercentEncoding {
  /// The bytes with what is encoded decoded; a percent sign without two hexadecimal digits stays as it is.
  package static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == 0x25, rest.count >= 2, let value = Digits.hex(rest.prefix(2)) {
        output.append(UInt8(truncatingIfNeeded: value))
        rest = rest.dropFirst(2)
      } else {
        output.append(byte)
      }
    }
    return output
  }

  /// The bytes as text, with those encoded that are not visible ASCII or are among `reserved`.
  static func encoded(_ bytes: ArraySlice<UInt8>, reserved: String) -> String {
    var output = ""
    for byte in bytes {
      if 0x21...0x7E ~= byte, !reserved.utf8.contains(byte) {
        output.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        output += "%" + Hex.byte(byte).uppercased()
      }
    }
    return output
  }
}
