import Foundation
import WScopeCommands
import WebSocketWire

/// Writes what the manual and the completions take from the program: `ManualWriter [--check] FOLDER`.
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
    let prompts: [String: WebSocketRole] = ["connect": .client, "listen": .server]
    var files = try ([program.root] + program.commands).map { command in
      let name = command.name == program.root.name ? command.name : "\(program.root.name)-\(command.name)"
      var parts = ["options": OptionList.mdoc(of: command)]
      if command.name == program.root.name { parts["write-out"] = WriteOutList.mdoc() }
      if command.name == "decode" { parts["notations"] = NotationList.mdoc() }
      parts["prompt"] = prompts[command.name].map(PromptList.mdoc)
      return try GeneratedFile(page: folder.appendingPathComponent("\(name).1"), parts: parts)
    }
    files.append(
      try GeneratedFile(
        page: folder.appendingPathComponent("wscope-rules.7"), parts: ["rules": RuleList.mdoc()]))
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
