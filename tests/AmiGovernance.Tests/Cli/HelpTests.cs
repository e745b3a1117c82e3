using System.CommandLine;
using System.Text.RegularExpressions;
using AmiGovernance.Cli.Features.Manual;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Tests.Cli;

/// <summary>Every page of help is whole: it fits a terminal, has an example that works and names pages that exist.</summary>
public sealed partial class HelpTests
{
    private static readonly Command Program = CommandTree.Create();

    public static TheoryData<string> Pages => [.. HelpSheets.All(Program).Select(HelpSheets.NameOf)];

    private static string[] Words(string name) => name.Split(' ')[1..];

    private static string Help(string name) => new Amigov().Run([.. Words(name), "--help"]).Out;

    private static HelpSheet Sheet(string name) => HelpSheets.Of(CommandOf(name));

    private static Command CommandOf(string name) => HelpSheets.All(Program).Single(c => HelpSheets.NameOf(c) == name);

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_fits_80_columns(string name) =>
        Assert.DoesNotContain(Help(name).Split('\n'), line => line.Length > 80);

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_example_of_a_page_is_a_command_line_of_that_command(string name)
    {
        Assert.Contains("\nExample\n  amigov ", Help(name), StringComparison.Ordinal);
        string[] words = [.. Word().Matches(Sheet(name).Help.Example).Select(m => m.Value.Trim('"'))];
        Assert.Equal("amigov", words[0]);
        var parsed = Program.Parse(words[1..]);
        Assert.Empty(parsed.Errors);
        Assert.StartsWith(name, HelpSheets.NameOf(parsed.CommandResult.Command), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_pages_that_a_page_names_are_there(string name)
    {
        var named = Topic().Matches(Help(name)).Select(m => m.Groups[1].Value).ToList();
        Assert.True(named.Count > 0 || CommandOf(name) is RootCommand);
        foreach (var topic in named)
            Assert.Equal((topic, 0), (topic, new Amigov().Run("docs", topic).ExitCode));
        Assert.Contains(Sheet(name).Help.Topic, DocPages.Names);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_default_is_told_twice_or_as_the_program_holds_it(string name)
    {
        var rows = Sheet(name).Sections.SelectMany(s => s.Rows);
        Assert.DoesNotContain(
            rows,
            r => Default().Count(r.Text) > 1 || r.Text.Contains("{ ", StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Help_says_the_same_as_the_option(string name) =>
        Assert.Equal(Help(name), new Amigov().Run(["help", .. Words(name)]).Out);

    [Fact]
    public void Every_command_says_what_help_needs() =>
        Assert.All(HelpSheets.All(Program).Skip(1), c => Assert.IsType<HelpedCommand>(c));

    [Fact]
    public void Commands_stand_in_groups()
    {
        var help = Help("amigov");
        string[] titles = ["Start", "Policies", "Roll out", "Watch", "Exceptions", "Images", "Tools"];
        var places = titles.Select(t => help.IndexOf($"\n{t}\n", StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void A_command_that_is_none_is_a_bad_command_line_with_a_hint()
    {
        var (exitCode, output, error) = new Amigov().Run("help", "exception", "aprove");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal("amigov exception has no command 'aprove'; did you mean 'approve'?\n", error);
    }

    [Fact]
    public void Version_is_a_command_too() =>
        Assert.Equal(new Amigov().Run("--version").Out, new Amigov().Run("version").Out);

    [Theory]
    [InlineData("amigov ")]
    [InlineData("amigov generate -")]
    public void Completion_offers_no_option_of_another_system(string line)
    {
        var offered = new Amigov().Run($"[suggest:{line.Length}]", line).Out.Split('\n');
        Assert.Contains("--help", offered);
        Assert.DoesNotContain(offered, o => o.StartsWith('/'));
    }

    [GeneratedRegex(
        """
            "[^"]*"|[^ ]+
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Word();

    [GeneratedRegex("(?<=\nMore\n(?:  .*\n)*)  amigov docs (.+)")]
    private static partial Regex Topic();

    [GeneratedRegex("default: ", RegexOptions.IgnoreCase)]
    private static partial Regex Default();
}
