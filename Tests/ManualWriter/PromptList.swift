import WScopeCommands
import WebSocketWire

/// The commands of a prompt, in the words that its own /help has.
enum PromptList {
  static func mdoc(for role: WebSocketRole) -> String {
    let items = Program.promptCommands(of: role).flatMap { command in
      [([".It Ic /\(command.name)"] + arguments(command.arguments)).joined(separator: " ")]
        + Mdoc.sentences(command.sentence)
    }
    return ([".Bl -tag -width Ds"] + items + [".El"]).joined(separator: "\n") + "\n"
  }

  /// A bracket opens what may be left out, up to the end of the line; capitals are a value, anything else is itself.
  private static func arguments(_ text: String) -> [String] {
    text.split(separator: " ").flatMap { word in
      let bare = word.filter { !"[]".contains($0) }
      let options = word.filter { $0 == "[" }.map { _ in "Op" }
      let choices = bare.split(separator: "|").map { choice in
        let isValue = choice.first?.isUppercase == true
        return "\(isValue ? "Ar" : "Cm") \(choice.replacing("...", with: " ..."))"
      }
      return options + [choices.joined(separator: " | ")]
    }
  }
}
