/// How the content of a payload is shown: whether it is escaped, where its lines are broken, and how much of it there is.
package struct PayloadFormat: Sendable {
  /// Whether text of the peer is shown as it is, control characters included.
  package var unescaped: Bool
  /// Whether a text that is one JSON object or array is shown with a member or an element a line.
  package var pretty: Bool
  /// Whether the lines of a text are broken at the width of the view.
  package var breaksLines: Bool
  /// How much of it is shown; nil for all that is kept.
  package var extent: PayloadExtent?
  /// What shows the rest of it; nil if nothing does.
  package var hint: String?

  package init(
    unescaped: Bool = false, pretty: Bool = false, breaksLines: Bool = false, extent: PayloadExtent? = nil,
    hint: String? = nil
  ) {
    self.unescaped = unescaped
    self.pretty = pretty
    self.breaksLines = breaksLines
    self.extent = extent
    self.hint = hint
  }
}
