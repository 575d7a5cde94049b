import Foundation

/// A command in the EXAMPLES of a page, and what the page shows of its output.
struct ManualExample {
  var command: String
  var output = ""

  var isBackground: Bool { command.hasSuffix("&") }

  /// The literal blocks of a page's EXAMPLES, each with its commands in order.
  static func blocks(of page: String) throws -> [[ManualExample]] {
    let text = try Repository.page(page)
    guard let start = text.range(of: "\n.Sh EXAMPLES\n") else { return [] }
    let section = text[start.upperBound...].components(separatedBy: "\n.Sh ")[0]
    return section.components(separatedBy: ".Bd -literal -offset indent\n").dropFirst().map { block in
      examples(in: plain(block.components(separatedBy: "\n.Ed")[0]))
    }
  }

  private static func examples(in block: String) -> [ManualExample] {
    var examples: [ManualExample] = []
    var isContinued = false
    for line in block.split(separator: "\n", omittingEmptySubsequences: false) {
      if isContinued {
        examples[examples.count - 1].command += "\n" + line
      } else if line.hasPrefix("$ ") {
        examples.append(ManualExample(command: String(line.dropFirst(2))))
      } else if !examples.isEmpty {
        examples[examples.count - 1].output += line + "\n"
      }
      isContinued = (isContinued || line.hasPrefix("$ ")) && line.hasSuffix("\\")
    }
    return examples
  }

  /// The text of a block as a reader sees it.
  private static func plain(_ text: String) -> String {
    [("\\e", "\\"), ("\\(pc", "·"), ("\\(->", "→"), ("\\(<-", "←")].reduce(text) {
      $0.replacing($1.0, with: $1.1)
    }
  }
}
