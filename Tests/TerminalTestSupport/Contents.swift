/// What a person sees on a terminal at one moment.
public struct Contents: Sendable, CustomStringConvertible {
  /// All rows, without trailing blanks; those that have scrolled away are not among them.
  public let rows: [String]
  /// Counted from 0, at the top left.
  public let cursor: Position

  /// A place on the screen.
  public struct Position: Sendable, Equatable {
    public let column: Int
    public let row: Int

    public init(column: Int, row: Int) {
      self.column = column
      self.row = row
    }
  }

  /// The rows down to the last one that is not blank, as one text.
  public var text: String {
    rows[..<(rows.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0)].joined(separator: "\n")
  }

  /// The row of the cursor, and what of it is in front of the cursor when no character is wide.
  public var currentRow: String { rows.indices.contains(cursor.row) ? rows[cursor.row] : "" }

  public func contains(_ part: String) -> Bool { text.contains(part) }

  /// How often a part is on the screen.
  public func count(of part: String) -> Int { text.ranges(of: part).count }

  public var description: String {
    "cursor at column \(cursor.column), row \(cursor.row)\n"
      + rows.enumerated().map { "\($0) |\($1)" }.joined(separator: "\n")
  }
}
