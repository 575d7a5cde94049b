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

  /// The columns without which a terminal gets the tree in its place; nil where any number will do.
  package var neededColumns: Int? { self == .diagram ? DiagramView.width : nil }
}
