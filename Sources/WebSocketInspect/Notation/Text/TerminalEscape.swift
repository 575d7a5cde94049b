/// Passes over the sequences with which programs color their output (ECMA-48 5.4).
struct TerminalEscape {
  private enum State { case outside, escape, sequence, broken }
  private var state = State.outside

  /// Whether all sequences were of that kind, and none was cut.
  var isOutside: Bool { state == .outside }

  /// Whether the character belongs to a sequence.
  mutating func takes(_ scalar: Unicode.Scalar) -> Bool {
    switch state {
    case .outside where scalar == "\u{1B}": state = .escape
    case .outside, .broken: return false
    case .escape: state = scalar == "[" ? .sequence : .broken
    case .sequence where 0x20...0x3F ~= scalar.value: break
    case .sequence: state = 0x40...0x7E ~= scalar.value ? .outside : .broken
    }
    return true
  }
}
