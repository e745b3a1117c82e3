using AmiGovernance.Cli.Shell;

namespace AmiGovernance.TestSupport;

/// <summary>A context in which nothing can run: for what is only looked at.</summary>
internal static class BareContext
{
    public static CliContext Of() =>
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
