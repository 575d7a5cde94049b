import WebSocketInspect

/// The notations of bytes as wscope-decode(1) has them.
enum NotationList {
  static func mdoc() -> String {
    NotationTable.all.map { table in
      ".Ss \(table.title)\n.Bl -tag -width Ds\n" + table.rows.map(item).joined() + ".El\n"
    }.joined()
  }

  private static func item(_ row: NotationTable.Row) -> String {
    let lines = row.example.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      escaped(String(line))
    }
    return ".It \(escaped(row.name))\n.Bd -literal -compact\n" + lines.joined(separator: "\n") + "\n.Ed\n"
  }

  /// Characters that mean something to the formatter as themselves.
  private static func escaped(_ text: String) -> String {
    var plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("\t", with: "    ")
    plain = plain.replacing("`", with: "\\(ga").replacing("'", with: "\\(aq").replacing("\"", with: "\\(dq")
    let scalars = plain.unicodeScalars.map { $0.value < 0x80 ? String($0) : "\\[u\(hex($0.value))]" }
    plain = scalars.joined()
    return plain.hasPrefix(".") ? "\\&" + plain : plain
  }

  private static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
