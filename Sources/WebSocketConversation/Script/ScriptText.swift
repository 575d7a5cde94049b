/// Text of a script with places for what it knows by name: `${NAME}`.
package struct ScriptText: Hashable, Sendable {
  private enum Piece: Hashable {
    case literal([UInt8])
    case value(of: String)
  }

  private var pieces: [Piece] = []
  /// The first name in it that is not known, which stays as it was written; `$${` is no place but the text `${`.
  package private(set) var unknown: String?

  /// Only a name among `known` makes a place, and one of `values` is its value at once.
  package init(_ text: [UInt8], known: Set<String>, values: [String: [UInt8]] = [:]) {
    var literal: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      if byte == Self.dollar, rest.starts(with: [Self.dollar, Self.brace]) {
        rest = rest.dropFirst(2)
        literal += [Self.dollar, Self.brace]
      } else if byte == Self.dollar, rest.first == Self.brace, let name = Self.name(rest.dropFirst()) {
        if !known.contains(name), let value = values[name] {
          rest = rest.dropFirst(name.utf8.count + 2)
          literal += value
          continue
        }
        guard known.contains(name) else {
          unknown = unknown ?? name
          literal.append(byte)
          continue
        }
        rest = rest.dropFirst(name.utf8.count + 2)
        pieces += [.literal(literal), .value(of: name)]
        literal = []
      } else {
        literal.append(byte)
      }
    }
    pieces.append(.literal(literal))
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

  /// Whether a text can be a name.
  package static func isName(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(isNamed) }
}
