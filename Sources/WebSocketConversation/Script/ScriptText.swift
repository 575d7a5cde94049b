/// Text of a script with places for what it knows by name: `${NAME}`.
package struct ScriptText: Hashable, Sendable {
  private enum Piece: Hashable {
    case literal([UInt8])
    case value(of: String)
  }

  private var pieces: [Piece] = []
  /// The first name in it that is not known, which stays as it was written; `$${` is no place but the text `${`.
  package private(set) var unknown: String?

  /// Only a name among `known` makes a place, and one of `values` is its value at once. `read` gives the bytes that what is written
  /// around them means; it fails for its own reasons.
  package init<Failure: Error>(
    _ text: [UInt8], known: Set<String>, values: [String: [UInt8]] = [:],
    read: (ArraySlice<UInt8>) throws(Failure) -> [UInt8]
  ) throws(Failure) {
    var literal: [UInt8] = []
    var (start, next) = (0, 0)
    while let place = text[next...].firstIndex(of: Self.dollar) {
      let rest = text[(place + 1)...]
      next = place + 1
      if rest.starts(with: [Self.dollar, Self.brace]) {
        literal += try read(text[start..<place]) + [Self.dollar, Self.brace]
        next = place + 3
      } else if rest.first == Self.brace, let name = Self.name(rest.dropFirst()) {
        let value = known.contains(name) ? nil : values[name]
        guard known.contains(name) || value != nil else {
          unknown = unknown ?? name
          continue
        }
        literal += try read(text[start..<place]) + (value ?? [])
        if value == nil {
          pieces += [.literal(literal), .value(of: name)]
          literal = []
        }
        next = place + name.utf8.count + 3
      } else {
        continue
      }
      start = next
    }
    pieces.append(.literal(literal + (try read(text[start...]))))
  }

  /// A text that means its own bytes.
  package init(_ text: [UInt8], known: Set<String>, values: [String: [UInt8]] = [:]) {
    self.init(text, known: known, values: values) { Array($0) }
  }

  /// Whether it has no place.
  package var isPlain: Bool { pieces.allSatisfy { if case .literal = $0 { true } else { false } } }

  /// The text with a value in each place; a name without one leaves its place empty.
  package func filled(with values: [String: [UInt8]]) -> [UInt8] {
    pieces.flatMap { piece in
      switch piece {
      case .literal(let bytes): bytes
      case .value(let name): values[name] ?? []
      }
    }
  }

  private static let dollar = UInt8(ascii: "$")
  private static let brace = UInt8(ascii: "{")

  /// The name in front of a brace that closes.
  private static func name(_ bytes: ArraySlice<UInt8>) -> String? {
    let name = bytes.prefix { isNamed($0) }
    guard !name.isEmpty, name.endIndex < bytes.endIndex, bytes[name.endIndex] == UInt8(ascii: "}") else {
      return nil
    }
    return String(decoding: name, as: UTF8.self)
  }

  /// Letters, digits and the underscore, as a name of a group has them.
  private static func isNamed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  /// Whether a name is that of a numbered group.
  package static func isNumber(_ name: String) -> Bool {
    name.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }

  /// Whether a text can be a name.
  package static func isName(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(isNamed) }
}
