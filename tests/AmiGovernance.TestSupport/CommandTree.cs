using System.CommandLine;
using AmiGovernance.Cli;

namespace AmiGovernance.TestSupport;

/// <summary>A command that does something, with the formats in which it answers.</summary>
internal sealed record LeafCommand(string[] Words, string[] Formats)
{
    public IReadOnlyList<Option> Options { get; init; } = [];
}

/// <summary>The commands, as the program itself has them.</summary>
internal static class CommandTree
{
    public static IReadOnlyList<LeafCommand> Leaves { get; } = [.. Below(Create(), [])];

    /// <summary>The command of a command line; null when it is none.</summary>
    public static LeafCommand? Of(string[] line) => Leaves.FirstOrDefault(l => line.AsSpan().StartsWith(l.Words));

    private static IEnumerable<LeafCommand> Below(Command command, string[] words) =>
        command.Subcommands.Count == 0
            ? [new LeafCommand(words, Formats(command)) { Options = [.. command.Options] }]
            : command.Subcommands.SelectMany(c => Below(c, [.. words, c.Name]));

    /// <summary>The description of the option names them first.</summary>
    private static string[] Formats(Command command) =>
        command.Options.FirstOrDefault(o => o is { Name: "--output", HelpName: "FORMAT[=FILE]" })?.Description
            is { } told
            ? told.Split(';')[0].Split(", ")
            : [];

    /// <summary>To be looked at: none of the commands can run.</summary>
    public static Command Create() => AmigovProgram.Create(BareContext.Of());
}
