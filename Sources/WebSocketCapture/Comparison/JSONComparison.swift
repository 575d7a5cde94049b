import WebSocketWire

/// Compares payloads: objects and arrays of JSON by their values, without the parts that are left out, and all others byte by byte.
package struct JSONComparison: Sendable {
  /// The places of values that do not count.
  private let ignored: [JSONPath]

  /// The most bytes of a payload that is read as JSON.
  package static let limit = 1 << 20

  package init(ignoring ignored: [JSONPath] = []) { self.ignored = ignored }

  /// What identifies a payload: those of equal ones are equal, and those of different ones are not but by chance (1 of 2^64).
  struct Key: Hashable, Sendable {
    private let first: Int
    private let second: Int

    fileprivate init(_ value: some Hashable, isJSON: Bool) {
      var (one, other) = (Hasher(), Hasher())
      one.combine(isJSON)
      one.combine(value)
      other.combine(value)
      other.combine(isJSON)
      (first, second) = (one.finalize(), other.finalize())
    }
  }

  func key(of content: [UInt8]) -> Key {
    value(of: content).map { Key($0, isJSON: true) } ?? Key(content, isJSON: false)
  }

  /// The same for payloads of JSON that have the same members and kinds of values, whatever these are, and for all that are not JSON.
  func shape(of content: [UInt8]) -> Int {
    var hasher = Hasher()
    if let value = value(of: content) { Self.add(shapeOf: value, to: &hasher) }
    return hasher.finalize()
  }

  private static func add(shapeOf value: JSONValue, to hasher: inout Hasher) {
    switch value {
    case .null: hasher.combine(0)
    case .boolean: hasher.combine(1)
    case .number: hasher.combine(2)
    case .string: hasher.combine(3)
    // How many elements there are says little.
    case .array(let elements):
      hasher.combine(4)
      if let first = elements.first { add(shapeOf: first, to: &hasher) }
    case .object(let members):
      hasher.combine(5)
      for (name, value) in members.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        hasher.combine(name)
        add(shapeOf: value, to: &hasher)
      }
    }
  }

  /// Whether two payloads are the same.
  package func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    if one == other { return true }
    guard let one = value(of: one), let other = value(of: other) else { return false }
    return one == other
  }

  /// Where two payloads of JSON differ first, in the order of members' names; nil where one is not JSON, or they do not differ.
  package func difference(of one: [UInt8], and other: [UInt8]) -> JSONPath? {
    guard let one = value(of: one), let other = value(of: other) else { return nil }
    return Self.difference(one, other, [])
  }

  /// What counts of a payload; nil for one that is neither an object nor an array of JSON.
  private func value(of content: [UInt8]) -> JSONValue? {
    let first = content.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    guard content.count <= Self.limit, first == 0x7B || first == 0x5B,
      UTF8Validator.fault(in: content.span.bytes) == nil
    else { return nil }
    guard let value = try? JSONValue(content) else { return nil }
    return ignored.reduce(value) { $1.removed(from: $0) }
  }

  private static func difference(_ one: JSONValue, _ other: JSONValue, _ steps: [[UInt8]]) -> JSONPath? {
    switch (one, other) {
    case _ where one == other: return nil
    case (.object(let one), .object(let other)):
      let names = Set(one.keys).union(other.keys).sorted { $0.lexicographicallyPrecedes($1) }
      for name in names {
        guard let first = one[name], let second = other[name] else { return JSONPath(steps: steps + [name]) }
        if let path = difference(first, second, steps + [name]) { return path }
      }
      return nil
    case (.array(let one), .array(let other)):
      for (index, (first, second)) in zip(one, other).enumerated() {
        if let path = difference(first, second, steps + [Array("\(index)".utf8)]) { return path }
      }
      return JSONPath(steps: steps + [Array("\(min(one.count, other.count))".utf8)])
    default: return JSONPath(steps: steps)
    }
  }
}
