package import WebSocketWire

/// Where a value is in a JSON document: a pointer of RFC 6901, or names with dots between them.
package struct JSONPath: Hashable, Sendable {
  /// A member's name or an element's index in each level, from the outermost, as UTF-8, which is compared byte by byte (RFC 6901 4);
  /// none for the document itself.
  private let steps: [[UInt8]]

  /// A pointer begins with `/`; in the other form a name has no dots and is not empty. Fails with half a sentence.
  package init(_ text: String) throws(UsageError) {
    if text.isEmpty {
      steps = []
    } else if text.utf8.first == 0x2F {
      var steps: [[UInt8]] = []
      for step in text.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).dropFirst() {
        steps.append(try Self.unescaped(step))
      }
      self.steps = steps
    } else {
      steps = text.utf8.split(separator: 0x2E, omittingEmptySubsequences: false).map { Array($0) }
      if steps.contains([]) { throw UsageError("has an empty name; a pointer can have one, as in /a//b") }
    }
    guard steps.count <= JSONReader.depthLimit else {
      throw UsageError("has \(steps.count) levels, of which \(JSONReader.depthLimit) are read at most")
    }
  }

  /// The place with these steps.
  init(steps: [[UInt8]]) { self.steps = steps }

  /// RFC 6901 3.
  private static func unescaped(_ step: Substring.UTF8View) throws(UsageError) -> [UInt8] {
    let parts = step.split(separator: 0x7E, omittingEmptySubsequences: false)
    var name = parts.first.map { Array($0) } ?? []
    for part in parts.dropFirst() {
      switch part.first {
      case 0x30: name.append(0x7E)
      case 0x31: name.append(0x2F)
      default: throw UsageError("has a ~ that is neither ~0 nor ~1 (RFC 6901 3)")
      }
      name += part.dropFirst()
    }
    return name
  }

  /// Whether the bytes are JSON, and the value at this place is that one. Of members with one name the last counts.
  package func leads(to value: JSONValue, in bytes: [UInt8]) -> Bool {
    guard UTF8Validator.fault(in: bytes.span.bytes) == nil else { return false }
    var reader = JSONReader(bytes, allowsHalfPairs: true)
    do throws(JSONReader.Fault) {
      let isFound = try Self.find(value, at: steps[...], in: &reader)
      try reader.end()
      return isFound
    } catch {
      return false
    }
  }

  private static func find(
    _ value: JSONValue, at steps: ArraySlice<[UInt8]>, in reader: inout JSONReader
  ) throws(JSONReader.Fault) -> Bool {
    guard let step = steps.first else { return try value.isNext(in: &reader) }
    var isFound = false
    switch reader.kind {
    case .object:
      try reader.object { (name, reader) throws(JSONReader.Fault) in
        if name.utf8.elementsEqual(step) {
          isFound = try find(value, at: steps.dropFirst(), in: &reader)
        } else {
          try reader.skip()
        }
      }
    case .array:
      let wanted = index(step)
      try reader.array { (index, reader) throws(JSONReader.Fault) in
        if index == wanted {
          isFound = try find(value, at: steps.dropFirst(), in: &reader)
        } else {
          try reader.skip()
        }
      }
    default: try reader.skip()
    }
    return isFound
  }

  /// The bytes of the value at this place, as they are written; nil where there is none. Of members with one name the last counts.
  package func spelling(in bytes: [UInt8]) -> ArraySlice<UInt8>? {
    var reader = JSONReader(bytes)
    var range: Range<Int>?
    guard (try? Self.locate(steps[...], in: &reader) { range = $0 }) != nil else { return nil }
    return range.map { bytes[$0] }
  }

  private static func locate(
    _ steps: ArraySlice<[UInt8]>, in reader: inout JSONReader, _ found: (Range<Int>) -> Void
  ) throws(JSONReader.Fault) {
    guard let step = steps.first else {
      _ = reader.peek()
      let start = reader.offset
      try reader.skip()
      return found(start..<reader.offset)
    }
    switch reader.kind {
    case .object:
      try reader.object { (name, reader) throws(JSONReader.Fault) in
        guard name.utf8.elementsEqual(step) else { return try reader.skip() }
        try locate(steps.dropFirst(), in: &reader, found)
      }
    case .array:
      let wanted = index(step)
      try reader.array { (index, reader) throws(JSONReader.Fault) in
        guard index == wanted else { return try reader.skip() }
        try locate(steps.dropFirst(), in: &reader, found)
      }
    default: try reader.skip()
    }
  }

  /// The value without what is at this place: a member is left out, and an element becomes null, so that the others keep their places.
  package func removed(from value: JSONValue) -> JSONValue { Self.removed(steps[...], from: value) }

  private static func removed(_ steps: ArraySlice<[UInt8]>, from value: JSONValue) -> JSONValue {
    guard let step = steps.first else { return .null }
    switch value {
    case .object(var members):
      guard let member = members[step] else { return value }
      members[step] = steps.count == 1 ? nil : removed(steps.dropFirst(), from: member)
      return .object(members)
    case .array(var elements):
      guard let index = index(step), elements.indices.contains(index) else { return value }
      elements[index] = removed(steps.dropFirst(), from: elements[index])
      return .array(elements)
    default: return value
    }
  }

  /// RFC 6901 4: digits without a leading zero.
  private static func index(_ step: [UInt8]) -> Int? {
    step == [0x30] || step.first != 0x30 ? Digits.decimal(String(decoding: step, as: UTF8.self)) : nil
  }
}

extension JSONPath: CustomStringConvertible {
  /// The pointer (RFC 6901 3).
  package var description: String {
    var pointer: [UInt8] = []
    for step in steps {
      pointer.append(0x2F)
      for byte in step {
        switch byte {
        case 0x7E: pointer += Array("~0".utf8)
        case 0x2F: pointer += Array("~1".utf8)
        default: pointer.append(byte)
        }
      }
    }
    return String(decoding: pointer, as: UTF8.self)
  }
}
