import Foundation
import WScopeCommands

/// Writes what the manual and the completions take from the parser: `ManualWriter [--check] FOLDER`.
///
/// With `--check` it writes nothing, names each file that is not up to date, and fails if there is one.
@main
enum ManualWriter {
  static func main() {
    do {
      try run()
    } catch {
      print("ManualWriter: \(error)")
      exit(1)
    }
  }

  private static func run() throws {
    var arguments = CommandLine.arguments.dropFirst()
    let checks = arguments.first == "--check"
    if checks { arguments.removeFirst() }
    guard arguments.count == 1, let folder = arguments.first else {
      throw Problem(description: "usage: ManualWriter [--check] FOLDER")
    }
    var isStale = false
    for file in try files(in: URL(fileURLWithPath: folder)) where !file.isUpToDate {
      if checks {
        print("\(file.url.path) is not up to date: make man")
        isStale = true
      } else {
        try file.write()
      }
    }
    if isStale { exit(1) }
  }

  private static func files(in folder: URL) throws -> [GeneratedFile] {
    let program = try ProgramDescription(json: Program.description())
    var files = try ([program.root] + program.commands).map { command in
      let name = command.name == program.root.name ? command.name : "\(program.root.name)-\(command.name)"
      return try GeneratedFile(
        page: folder.appendingPathComponent("\(name).1"), part: "options",
        content: OptionList.mdoc(of: command))
    }
    files.append(
      try GeneratedFile(
        page: folder.appendingPathComponent("wscope-rules.7"), part: "rules", content: RuleList.mdoc()))
    let scripts = [
      ("wscope.bash", BashCompletion.script(for: program)), ("_wscope", ZshCompletion.script(for: program)),
      ("wscope.fish", FishCompletion.script(for: program)),
    ]
    for (name, script) in scripts {
      files.append(
        GeneratedFile(url: folder.appendingPathComponent("completions/\(name)"), content: script))
    }
    return files
  }
}
