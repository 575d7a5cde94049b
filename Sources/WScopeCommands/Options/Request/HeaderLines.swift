import WebSocketInspect
import WebSocketWire

/// The header fields that a user types, as curl reads them.
enum HeaderLines {
  /// The most bytes of a file of fields, which is the limit of a head.
  private static let limit = 65536

  /// `Name: value` is a field, `Name;` one without a value, `Name:` the name of a field to leave out, in lower case, and `@FILE` a file
  /// of such lines.
  static func read(_ values: [String]) throws -> (fields: [HTTPField], omitted: Set<String>) {
    var fields: [HTTPField] = []
    var omitted: Set<String> = []
    for line in try values.flatMap(lines) {
      if line.hasSuffix(";"), !line.contains(":") {
        fields.append(try HTTPField(name: String(line.dropLast()), value: ""))
        continue
      }
      let field = try HTTPField(line)
      if field.value.isEmpty { omitted.insert(field.name.lowercased()) } else { fields.append(field) }
    }
    return (fields, omitted)
  }

  private static func lines(_ value: String) throws(Failure) -> [String] {
    guard value.hasPrefix("@") else { return [value] }
    let path = String(value.dropFirst())
    let bytes = try FileReader.read(path, limit: limit, hint: "a head is at most 64 KiB")
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.badData, "\(Escaper.line(path)) is not UTF-8, as a file of header fields must be")
    }
    return text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
  }
}
