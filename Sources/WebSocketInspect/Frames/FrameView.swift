/// The ways to show a frame.
public enum FrameView: String, CaseIterable, Sendable {
  /// Not at all.
  case off
  /// The header in one line, the payload under it.
  case line
  /// Every field with its bits, its value and what it means.
  case tree
  /// The box of RFC 6455 5.2.
  case diagram
  /// The words of `FrameSpec`, which make the same frame again.
  case spec

  /// That a terminal of so few columns shows the tree in its place; nil where it shows this.
  package func narrowWords(columns: Int?) -> String? {
    guard self == .diagram, let columns, columns < DiagramView.width else { return nil }
    return "a diagram needs \(DiagramView.width) columns; until the terminal has them, a tree is shown"
  }
}
