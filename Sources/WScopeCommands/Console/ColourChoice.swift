import ArgumentParser

/// When output is coloured.
enum ColourChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, always, never
}
