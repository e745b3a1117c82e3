using System.CommandLine;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Tests.House;

/// <summary>
/// The tables of arguments and options in docs/reference/commands.md say what help says, for they are made of the same declarations.
/// `AMIGOV_UPDATE_GOLDEN=1` writes them anew.
/// </summary>
public sealed class CommandReferenceTests
{
    private const string Heading = "| argument or option | meaning |\n|---|---|\n";

    private static readonly string Page = RepositoryRoot.File("docs", "reference", "commands.md");

    [Fact]
    public void The_tables_say_what_help_says()
    {
        var page = File.ReadAllText(Page);
        var made = Leaves().Aggregate(page, WithTable);
        if (Environment.GetEnvironmentVariable("AMIGOV_UPDATE_GOLDEN") == "1")
            File.WriteAllText(Page, made);
        else
            Assert.Equal(page, made);
    }

    private static IEnumerable<Command> Leaves() =>
        HelpSheets.All(CommandTree.Create()).Where(c => c.Subcommands.Count == 0);

    /// <summary>The page with the table of a command as it should be.</summary>
    private static string WithTable(string page, Command command)
    {
        var rows = Rows(command);
        if (rows.Length == 0)
            return page;
        var part = page.IndexOf($"\n## `{HelpSheets.NameOf(command)}`\n", StringComparison.Ordinal);
        Assert.True(part >= 0, $"{HelpSheets.NameOf(command)} has no part");
        var table = page.IndexOf(Heading, part, StringComparison.Ordinal) + Heading.Length;
        var end = page.IndexOf("\n\n", table - 1, StringComparison.Ordinal) + 1;
        var next = page.IndexOf("\n## `amigov", part + 1, StringComparison.Ordinal);
        Assert.True(table > Heading.Length && (next < 0 || table < next), $"{HelpSheets.NameOf(command)} has no table");
        return page[..table] + rows + page[end..];
    }

    private static string Rows(Command command)
    {
        var arguments = command.Arguments.Select(a => Row($"`<{HelpTerms.Of(a)}>`", HelpTerms.Text(a)));
        var options = command.Options.Where(o => !o.Hidden).Select(o => Row(Names(o), HelpTerms.Text(o)));
        return string.Concat(arguments.Concat(options));
    }

    private static string Row(string term, string text) => $"| {Cell(term)} | {Cell(text)} |\n";

    /// <summary>The long name with its value first.</summary>
    private static string Names(Option option)
    {
        var names = HelpTerms.Of(option).Split(", ");
        return string.Join(", ", names.Reverse().Select(n => $"`{n}`"));
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
