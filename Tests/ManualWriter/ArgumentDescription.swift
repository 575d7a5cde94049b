/// An argument, an option or a flag as the parser describes it.
struct ArgumentDescription: Decodable {
  enum Kind: String, Decodable { case positional, option, flag }

  struct Name: Decodable {
    enum Kind: String, Decodable { case long, short, longWithSingleDash }

    let kind: Kind
    let name: String

    var spelling: String { (kind == .long ? "--" : "-") + name }
  }

  /// What the value of an option, or an argument, is completed to.
  enum Completion: Equatable {
    case nothing, file
    case words([String])
  }

  private struct CompletionKind: Decodable {
    struct List: Decodable { let values: [String] }
    struct File: Decodable {}

    let list: List?
    let file: File?
  }

  let kind: Kind
  let names: [Name]
  let valueName: String
  let abstract: String
  let section: String?
  let defaultValue: String?
  let values: [String]
  let isRepeating: Bool
  let shouldDisplay: Bool
  let completion: Completion

  enum CodingKeys: String, CodingKey {
    case kind, names, valueName, abstract, defaultValue, isRepeating, shouldDisplay
    case section = "sectionTitle"
    case values = "allValues"
    case completion = "completionKind"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    kind = try container.decode(Kind.self, forKey: .kind)
    names = try container.decodeIfPresent([Name].self, forKey: .names) ?? []
    valueName = try container.decodeIfPresent(String.self, forKey: .valueName) ?? ""
    abstract = try container.decodeIfPresent(String.self, forKey: .abstract) ?? ""
    section = try container.decodeIfPresent(String.self, forKey: .section)
    defaultValue = try container.decodeIfPresent(String.self, forKey: .defaultValue)
    values = try container.decodeIfPresent([String].self, forKey: .values) ?? []
    isRepeating = try container.decode(Bool.self, forKey: .isRepeating)
    shouldDisplay = try container.decode(Bool.self, forKey: .shouldDisplay)
    let kind = try container.decodeIfPresent(CompletionKind.self, forKey: .completion)
    completion = kind?.list.map { .words($0.values) } ?? (kind?.file == nil ? .nothing : .file)
  }

  /// `-x` before `--execute`.
  var spellings: [String] {
    names.filter { $0.kind != .long }.map(\.spelling) + names.filter { $0.kind == .long }.map(\.spelling)
  }
}
