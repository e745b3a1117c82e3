using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Tests.Cli;

/// <summary>One spelling for one meaning; those of before are understood.</summary>
public sealed class OldSpellingTests
{
    private static readonly List<Command> Commands = [.. HelpSheets.All(CommandTree.Create())];

    private static string Words(Command command) => HelpSheets.NameOf(command)["amigov".Length..].Trim();

    [Fact]
    public void No_two_options_of_one_meaning_have_two_names()
    {
        var meanings = Commands
            .SelectMany(c => c.Options)
            .GroupBy(o => o.Description ?? "", StringComparer.Ordinal)
            .Select(g => (Meaning: g.Key, Names: g.Select(o => o.Name).Distinct().ToList()));
        Assert.DoesNotContain(meanings, m => m.Names.Count > 1);
    }

    [Fact]
    public void An_option_has_one_long_name() =>
        Assert.DoesNotContain(
            Commands.SelectMany(c => c.Options),
            o => o.Aliases.Any(a => a.StartsWith("--", StringComparison.Ordinal))
        );

    [Fact]
    public void An_old_spelling_is_no_option_and_its_new_one_is()
    {
        foreach (var spelling in OldSpelling.All)
        {
            var commands = Commands.Where(c => c.Subcommands.Count == 0 && spelling.IsOf(Words(c))).ToList();
            Assert.NotEmpty(commands);
            Assert.DoesNotContain(commands, c => c.Options.Any(o => o.Name == spelling.Old));
            Assert.Contains(commands, c => c.Options.Any(o => o.Name == spelling.New[0]));
        }
    }

    [Theory]
    [InlineData("generate --out mine", "`--out` is now `--policies`\n")]
    [InlineData("generate --out=mine", "`--out` is now `--policies`\n")]
    [InlineData("generate --policies mine", "")]
    [InlineData("generate --out mine --quiet", "")]
    public void An_old_spelling_is_understood_with_a_hint(string line, string hint)
    {
        var amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        var (exitCode, _, error) = amigov.Run(line.Split(' '));
        Assert.Equal(0, exitCode);
        Assert.StartsWith(hint, error, StringComparison.Ordinal);
        Assert.Equal(hint.Length > 0, error.Contains(" is now ", StringComparison.Ordinal));
        Assert.True(amigov.Files.Exists("mine/scp-ami-guardrail.json"));
    }

    [Fact]
    public void What_stands_behind_two_dashes_is_no_option()
    {
        var replaced = OldSpellings.Replace(CommandTree.Create(), ["generate", "--", "--out"], out var hints);
        Assert.Equal(["generate", "--", "--out"], replaced);
        Assert.Empty(hints);
    }

    [Fact]
    public void A_dash_is_standard_output()
    {
        var amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        Assert.StartsWith("{", amigov.Run("allowlist", "-o", "json=-").Out, StringComparison.Ordinal);
        Assert.False(amigov.Files.Exists("-"));
    }
}
