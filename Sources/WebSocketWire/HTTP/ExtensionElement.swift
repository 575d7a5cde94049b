/// One element of `Sec-WebSocket-Extensions`: a name and its parameters (RFC 6455 9.1).
package struct ExtensionElement: Hashable, Sendable, CustomStringConvertible {
  /// A parameter; the value is nil where none is written, and is without its quotes.
  package struct Parameter: Hashable, Sendable {
    package let name: String
    package let value: String?

    package init(_ name: String, _ value: String? = nil) {
      self.name = name
      self.value = value
    }
  }

  package let name: String
  /// In their order, repeated ones included.
  package let parameters: [Parameter]

  package init(_ name: String, _ parameters: [Parameter] = []) {
    self.name = name
    self.parameters = parameters
  }

  /// As written in a head.
  package var description: String {
    ([name] + parameters.map { $0.name + ($0.value.map { "=\($0)" } ?? "") }).joined(separator: "; ")
  }

  /// Reads a list of one element or more; nil when it breaks the grammar. Empty elements count for nothing (RFC 9110 5.6.1.2).
  package static func list(_ text: String) -> [ExtensionElement]? {
    var scanner = Scanner(Array(text.utf8))
    var elements: [ExtensionElement] = []
    repeat {
      if scanner.isAtElementEnd { continue }
      guard let element = scanner.element() else { return nil }
      elements.append(element)
    } while scanner.take(0x2C)
    return scanner.isAtEnd && !elements.isEmpty ? elements : nil
  }

  /// The elements of all such fields of a head together; nil when one of them breaks the grammar.
  static func list(in head: HTTPHead) -> [ExtensionElement]? {
    var elements: [ExtensionElement] = []
    for field in head.fields("Sec-WebSocket-Extensions") {
      guard let more = list(field.value) else { return nil }
      elements += more
    }
    return elements
  }

  private struct Scanner {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      skipSpaces()
    }

    var isAtEnd: Bool { index == bytes.count }
    var isAtElementEnd: Bool { isAtEnd || bytes[index] == 0x2C }

    /// Takes this byte, and the white space after it.
    mutating func take(_ byte: UInt8) -> Bool {
      guard !isAtEnd, bytes[index] == byte else { return false }
      index += 1
      skipSpaces()
      return true
    }

    mutating func element() -> ExtensionElement? {
      guard let name = token() else { return nil }
      var parameters: [Parameter] = []
      while take(0x3B) {
        guard let name = token() else { return nil }
        var value: String?
        if take(0x3D) {
          value = token() ?? quoted()
          if value == nil { return nil }
        }
        parameters.append(Parameter(name, value))
      }
      return isAtElementEnd ? ExtensionElement(name, parameters) : nil
    }

    private mutating func token() -> String? {
      let word = bytes[index...].prefix(while: HTTPField.isToken)
      index = word.endIndex
      skipSpaces()
      return word.isEmpty ? nil : HTTPHead.text(word)
    }

    /// A value in quotes, which must be a token once they are gone.
    private mutating func quoted() -> String? {
      guard !isAtEnd, bytes[index] == 0x22 else { return nil }
      index += 1
      var word: [UInt8] = []
      while !isAtEnd, bytes[index] != 0x22 {
        if bytes[index] == 0x5C { index += 1 }
        guard !isAtEnd, HTTPField.isToken(bytes[index]) else { return nil }
        word.append(bytes[index])
        index += 1
      }
      return !word.isEmpty && take(0x22) ? HTTPHead.text(word[...]) : nil
    }

    private mutating func skipSpaces() {
      while !isAtEnd, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    }
  }
}
