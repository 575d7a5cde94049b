package import WebSocketWire

/// What a relay changes in the heads of requests for a WebSocket.
package struct RequestChanges: Hashable, Sendable {
  /// Each replaces the first field of its name and drops the others, or comes last where there is none.
  package var fields: [HTTPField] = []
  /// The names of fields that are left out, in lower case.
  package var omitted: Set<String> = []

  package init() {}

  var isEmpty: Bool { fields.isEmpty && omitted.isEmpty }

  /// The bytes of the head with its fields changed and all else as it was, and the names of those that were, as they are written.
  func apply(to head: HTTPHead) -> (bytes: [UInt8], names: [String]) {
    var names: [String] = []
    var bytes: [UInt8] = []
    var index = 0
    var missing = fields
    for field in head.fields {
      let name = field.name.lowercased()
      guard omitted.contains(name) || fields.contains(where: { $0.name.lowercased() == name }) else {
        continue
      }
      bytes += head.bytes[index..<field.range.lowerBound]
      index = field.range.upperBound
      if !names.contains(field.name) { names.append(field.name) }
      if let place = missing.firstIndex(where: { $0.name.lowercased() == name }) {
        bytes += "\(field.name): \(missing.remove(at: place).value)".utf8
      } else {
        // The line end goes too.
        index = head.bytes[index...].firstIndex(of: 0x0A).map { $0 + 1 } ?? head.bytes.count
      }
    }
    let end = head.bytes.count - (head.bytes.suffix(2).first == 0x0D ? 2 : 1)
    bytes += head.bytes[index..<max(index, end)]
    for field in missing { bytes += "\(field.name): \(field.value)\r\n".utf8 }
    return (bytes + head.bytes[max(index, end)...], names + missing.map(\.name))
  }
}
