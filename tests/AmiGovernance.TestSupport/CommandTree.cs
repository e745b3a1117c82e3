using AmiGovernance.Cli.Shell;

namespace AmiGovernance.TestSupport;

/// <summary>A context for looking at the commands; none of them can run in it.</summary>
internal static class CommandTree
{
    public static CliContext Context() =>
        new()
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            In = TextReader.Null,
            Files = new InMemoryFileStore(),
            OpenText = (_, _) => null,
            Time = TimeProvider.System,
            Environment = _ => null,
        };
}
