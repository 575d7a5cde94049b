/// What a scan of words finds in a source file.
///
/// A file uses a folder where it has a word that is the name of a type declared there outside of any other. The scan sees
/// neither members (an extension of a lower type in a higher folder), nor nested types, nor what a type is inferred to be, and
/// takes anything of a type's name for it. What is interpolated into a literal is not read.
struct SourceFile {
  /// From one folder to another that it uses.
  struct Arrow: Hashable, CustomStringConvertible {
    let from: String
    let to: String
    /// A file and the type that it uses.
    let witness: String

    var description: String { "\(from) -> \(to)" }
  }

  /// The first part of its path in the target; `.` for none.
  let folder: String
  let name: String
  /// The names of its types that other files can see.
  let declared: Set<String>
  private let words: Set<String>

  init(folder: String, name: String, source: String) {
    self.folder = folder
    self.name = name
    let code = Self.withoutCommentsAndLiterals(Array(source.utf8))
    words = Set(Self.words(of: code[...]))
    declared = Set(code.split(separator: 0x0A).compactMap(Self.declaration))
  }

  /// One arrow for each pair of folders.
  static func arrows(between files: [SourceFile]) -> [Arrow] {
    var folders: [String: String] = [:]
    for file in files { for name in file.declared { folders[name] = file.folder } }
    var arrows: [String: Arrow] = [:]
    for file in files {
      for word in file.words {
        guard let folder = folders[word], folder != file.folder else { continue }
        let arrow = Arrow(from: file.folder, to: folder, witness: "\(file.name): \(word)")
        arrows[arrow.description] = arrow
      }
    }
    return Array(arrows.values)
  }

  private static let kinds: Set = ["actor", "class", "enum", "protocol", "struct", "typealias"]

  /// The type that a line declares, if the line is outside of all braces, which its indentation tells.
  private static func declaration(_ line: ArraySlice<UInt8>) -> String? {
    guard let first = line.first, first != 0x20 else { return nil }
    let words = words(of: line)
    guard let kind = words.prefix(4).firstIndex(where: kinds.contains), kind + 1 < words.count,
      !words[..<kind].contains("private"), !words[..<kind].contains("fileprivate")
    else { return nil }
    return words[kind + 1]
  }

  private static func words(of code: ArraySlice<UInt8>) -> [String] {
    code.split { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: false
      default: true
      }
    }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The line ends, and all that is neither a comment nor in a string literal.
  private static func withoutCommentsAndLiterals(_ source: [UInt8]) -> [UInt8] {
    var code: [UInt8] = []
    var rest = source[...]
    while let byte = rest.first {
      if rest.starts(with: "//".utf8) {
        rest = rest.drop { $0 != 0x0A }
      } else if rest.starts(with: "/*".utf8) {
        skip(through: "*/", of: &rest)
      } else if rest.starts(with: "\"\"\"".utf8) {
        skip(through: "\"\"\"", of: &rest)
      } else if byte == 0x22 {
        rest = rest.dropFirst()
        while let byte = rest.first, byte != 0x22, byte != 0x0A {
          rest = rest.dropFirst(byte == 0x5C ? 2 : 1)
        }
        rest = rest.dropFirst()
      } else {
        code.append(byte)
        rest = rest.dropFirst()
        continue
      }
      code.append(0x20)
    }
    return code
  }

  private static func skip(through end: String, of rest: inout ArraySlice<UInt8>) {
    rest = rest.dropFirst(end.utf8.count)
    while !rest.isEmpty, !rest.starts(with: end.utf8) { rest = rest.dropFirst() }
    rest = rest.dropFirst(end.utf8.count)
  }
}
