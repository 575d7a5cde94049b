/// A value of JSON to compare others with.
package indirect enum JSONValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  case number(JSONNumber)
  /// UTF-8.
  case string([UInt8])
  case array([JSONValue])
  /// Of members with one name, the last. Names are UTF-8, for strings of Swift are equal where only their characters are.
  case object([[UInt8]: JSONValue])

  /// Reads all of the bytes, which must be UTF-8. Fails for what is not one value of JSON.
  package init(_ bytes: [UInt8]) throws(JSONReader.Fault) {
    var reader = JSONReader(bytes)
    self = try Self.read(&reader)
    try reader.end()
  }

  package static func read(_ reader: inout JSONReader) throws(JSONReader.Fault) -> JSONValue {
    switch reader.kind {
    case .object:
      var members: [[UInt8]: JSONValue] = [:]
      try reader.object { (name, reader) throws(JSONReader.Fault) in
        members[Array(name.utf8)] = try read(&reader)
      }
      return .object(members)
    case .array:
      var elements: [JSONValue] = []
      try reader.array { (_, reader) throws(JSONReader.Fault) in elements.append(try read(&reader)) }
      return .array(elements)
    case .string: return .string(try reader.string())
    case .boolean: return .boolean(try reader.boolean())
    case .number: return .number(JSONNumber(try reader.number()))
    case .null, nil:
      try reader.skip()
      return .null
    }
  }

  /// Reads the next value and says whether it is this one; what it holds more than this one is not kept.
  package func isNext(in reader: inout JSONReader) throws(JSONReader.Fault) -> Bool {
    switch (self, reader.kind) {
    case (.string(let text), .string): return try reader.string() == text
    case (.number(let number), .number): return try JSONNumber(reader.number()) == number
    case (.boolean(let isTrue), .boolean): return try reader.boolean() == isTrue
    case (.array(let elements), .array):
      var count = 0
      var areEqual = true
      try reader.array { (index, reader) throws(JSONReader.Fault) in
        count += 1
        guard areEqual, index < elements.count else { return try reader.skip() }
        areEqual = try elements[index].isNext(in: &reader)
      }
      return areEqual && count == elements.count
    case (.object(let members), .object):
      var unequal = Set(members.keys)
      var hasMore = false
      try reader.object { (name, reader) throws(JSONReader.Fault) in
        let name = Array(name.utf8)
        guard let member = members[name] else {
          hasMore = true
          return try reader.skip()
        }
        if try member.isNext(in: &reader) { unequal.remove(name) } else { unequal.insert(name) }
      }
      return !hasMore && unequal.isEmpty
    case (.null, .null):
      try reader.skip()
      return true
    default:
      try reader.skip()
      return false
    }
  }
}

/// What a value is, where it is what is asked for.
extension JSONValue {
  /// The member of that name, of an object.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[Array(name.utf8)]
  }

  package var bytes: [UInt8]? { if case .string(let bytes) = self { bytes } else { nil } }
  package var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
  package var isTrue: Bool? { if case .boolean(let isTrue) = self { isTrue } else { nil } }
  package var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
  /// An integer of 0 to 2^64-1.
  package var integer: UInt64? { if case .number(let number) = self { number.integer } else { nil } }
  /// A number of seconds that is not negative, to the nanosecond.
  package var seconds: Duration? { if case .number(let number) = self { number.seconds } else { nil } }
}
