namespace AmiGovernance.AcceptanceTests.Documentation;

/// <summary>
/// The tutorial and the how-to pages are real: every command is run in the order of its page, and prints what the page shows.
/// `AMIGOV_UPDATE_GOLDEN=1` writes the outputs anew, but for those from which something is left out.
/// </summary>
public sealed class ConsolePageTests
{
    public static TheoryData<string> Pages =>
        [
            .. Directory
                .GetFiles(RepositoryRoot.File("docs"), "*.md", SearchOption.AllDirectories)
                .Where(p => new ConsolePage(p).Steps.Length > 0)
                .Select(p => Path.GetRelativePath(RepositoryRoot.File("docs"), p))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_output_is_what_the_command_prints(string page)
    {
        var console = new ConsolePage(RepositoryRoot.File("docs", page));
        var printed = Run(console);
        if (Environment.GetEnvironmentVariable("AMIGOV_UPDATE_GOLDEN") == "1")
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") == "true", "pages are not written in CI");
            File.WriteAllText(console.Path, console.With(printed));
        }
        foreach (var step in console.Steps.Where(s => printed.ContainsKey(s.Line)))
            Assert.True(
                ConsolePage.Difference(step, printed[step.Line]) is null,
                $"{page}:{step.Line}: `{step.Command}` prints something else, first where the page has: {ConsolePage.Difference(step, printed[step.Line])}\n{printed[step.Line]}"
            );
    }

    private static Dictionary<int, string> Run(ConsolePage console)
    {
        var printed = new Dictionary<int, string>();
        using var terminal = new ConsoleTerminal();
        foreach (var step in console.Steps)
            if (terminal.Run(step.Command, step.Shown) is { } output)
                printed[step.Line] = output;
        return printed;
    }
}
