import Foundation
import Testing

/// JSON Lines that the program has written, checked by Python's `jsonschema` against the schema of the package.
struct EventLines {
  static let schema = Repository.folder.appendingPathComponent(
    "Sources/WebSocketCapture/wscope-events.schema.json")

  let objects: [[String: Any]]
  /// How many objects there are of each type, as the validator counts them.
  let counts: [String: Int]

  /// Fails the test where a line is not as the schema says.
  init(_ data: Data, location: SourceLocation = #_sourceLocation) async throws {
    let outcome = try await Peer.script("validate_events.py", [Self.schema.path], input: .bytes(data))
      .outcome()
    #expect(
      outcome.status == 0, "\(outcome.text.prefix(4000))\n\(outcome.errors.suffix(1000))",
      sourceLocation: location)
    let last = Data((outcome.lines.last ?? "{}").utf8)
    counts = try JSONSerialization.jsonObject(with: last) as? [String: Int] ?? [:]
    objects = try data.split(separator: 0x0A).map {
      try #require(try JSONSerialization.jsonObject(with: $0) as? [String: Any], sourceLocation: location)
    }
  }

  /// The types in their order, each once in a row.
  var types: [String] {
    objects.reduce(into: []) { types, object in
      let type = object["type"] as? String ?? "?"
      if types.last != type { types.append(type) }
    }
  }

  /// These members of each object of a type, joined with spaces; `-` for one that is missing.
  func members(_ type: String, _ names: String...) -> [String] {
    objects.filter { $0["type"] as? String == type }.map { object in
      names.map { Self.text(object[$0]) }.joined(separator: " ")
    }
  }

  private static func text(_ value: Any?) -> String {
    guard let value else { return "-" }
    return value as? String ?? "\(value)"
  }
}
