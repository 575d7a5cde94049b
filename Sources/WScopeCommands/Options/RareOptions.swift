import ArgumentParser

/// Options of a group that few runs give.
///
/// The parser looks at every option of a command by reflection, and that took most of the time of a one-shot's start. So a command line
/// is parsed without these groups first, where an option of theirs is unknown, and with them if that fails.
struct RareOptions<Group: ParsableArguments>: ParsableArguments, CustomReflectable {
  /// nil where they were not looked for, so each has its default.
  private(set) var options: Group?

  init() {}

  init(from decoder: any Decoder) throws {
    options = RareOptionsParsing.isOn ? try Group(from: decoder) : nil
  }

  /// What the parser finds here.
  var customMirror: Mirror {
    RareOptionsParsing.isOn ? Mirror(reflecting: Group()) : Mirror(self, children: [])
  }
}

extension RareOptions: Sendable where Group: Sendable {}

/// Whether the parser sees the options of `RareOptions`.
enum RareOptionsParsing {
  @TaskLocal static var isOn = true
}
