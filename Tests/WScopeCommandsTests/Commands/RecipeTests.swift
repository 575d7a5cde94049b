import ArgumentParser
import Foundation
import Testing

@testable import WScopeCommands

/// The RECIPES of `wscope(1)`.
@Suite("The recipes of the manual are command lines of ours")
struct RecipeTests {
  /// A row: what is done, and the command lines of each program that has one.
  struct Recipe: CustomTestStringConvertible {
    let title: String
    var commands: [String: String] = [:]
    var testDescription: String { title }
  }

  static let recipes: [Recipe] = {
    let page = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../man/wscope.1").standardized
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    let section =
      text.components(separatedBy: "\n.Sh RECIPES\n").last?.components(separatedBy: "\n.Sh ")[0] ?? ""
    var recipes: [Recipe] = []
    var program = ""
    for line in section.split(separator: "\n") {
      if line.hasPrefix(".It ") { recipes.append(Recipe(title: String(line.dropFirst(4)))) }
      guard !line.hasPrefix("."), !recipes.isEmpty else { continue }
      let name = line.prefix(10).trimmingCharacters(in: .whitespaces)
      if !name.isEmpty { program = name }
      let rest = String(name.isEmpty ? line : line.dropFirst(10)).replacing("\\e", with: "\\")
      recipes[recipes.count - 1].commands[program, default: ""] += rest + "\n"
    }
    return recipes.filter { !$0.commands.isEmpty }
  }()

  /// The words of the first command whose name is `wscope`, as a shell splits them.
  private static func words(of line: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var hasEnded = false
    func endWord() {
      if let word, !hasEnded { words.append(word) }
      word = nil
    }
    var characters = line[...]
    while let character = characters.popFirst() {
      switch character {
      case quote: quote = nil
      case _ where quote == "'": word = (word ?? "") + String(character)
      case "\\":
        let next = characters.popFirst()
        if let next, !next.isNewline { word = (word ?? "") + String(next) }
      case "'" where quote == nil, "\"" where quote == nil:
        quote = character
        word = word ?? ""
      case _ where quote != nil: word = (word ?? "") + String(character)
      case "|":
        endWord()
        if words.first == "wscope" { hasEnded = true } else { words = [] }
      case "<", ">":
        endWord()
        hasEnded = true
      case _ where character.isWhitespace: endWord()
      default: word = (word ?? "") + String(character)
      }
    }
    endWord()
    return quote == nil && words.first == "wscope" ? Array(words.dropFirst()) : nil
  }

  @Test func shellWords() {
    #expect(
      Self.words(of: "echo a | wscope -x '{\"a\": 1}' \\\n--until \"b c\" </dev/null") == [
        "-x", "{\"a\": 1}", "--until", "b c",
      ])
    #expect(Self.words(of: "wscope listen '' 80 >>log") == ["listen", "", "80"])
    #expect(Self.words(of: "wscope 'a") == nil)
    #expect(Self.words(of: "websocat a") == nil)
  }

  @Test func areMany() {
    #expect(Self.recipes.count >= 50)
    for program in ["wscat", "websocat"] {
      #expect(Self.recipes.count { $0.commands[program]?.contains(program) == true } >= 15, "\(program)")
    }
  }

  @Test(arguments: recipes)
  func parses(_ recipe: Recipe) throws {
    let words = try #require(Self.words(of: recipe.commands["wscope"] ?? ""))
    let command = try Root.command(words[...])
    let name = Root.named(by: words)
    #expect(type(of: command).configuration.commandName == name)
    let console = Console(inputIsTerminal: false, outputIsTerminal: false, errorIsTerminal: false)
    do {
      if let connect = command as? Connect {
        _ = try connect.choices.plan(try #require(connect.url), console)
      } else if let send = command as? Send {
        _ = try send.choices.plan(send.url, console)
      }
    } catch let failure as Failure {
      // The files that recipes name are not here.
      #expect(failure.status == ExitStatus.noInput.rawValue, "\(failure.sentence)")
    }
  }
}
