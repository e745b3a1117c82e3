using System.Text.RegularExpressions;

namespace AmiGovernance.Tests.House;

/// <summary>Commands for people to copy are made by the type that quotes, never as a string.</summary>
public sealed partial class SuggestedCommandTests
{
    [Fact]
    public void Values_of_commands_are_quoted_by_their_type()
    {
        var files = Directory
            .EnumerateFiles(RepositoryRoot.File("src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(f => Raw(File.ReadAllText(f)).Select(t => $"{Path.GetFileName(f)}: {t}")));
    }

    [Theory]
    [InlineData("""$"run `git switch {name}` first" """, 1)]
    [InlineData("""$"aws ec2 terminate-instances --instance-ids {id}" """, 1)]
    [InlineData("""$" --reviewer={name}" """, 1)]
    [InlineData(""" "run `git switch " + name """, 1)]
    [InlineData("""SuggestedCommand.Of($"git switch {name}")""", 0)]
    [InlineData("""ShellText.Of($"aws ec2 terminate-instances --instance-ids {id}")""", 0)]
    [InlineData("""$"run `amigov generate`; {name}" """, 0)]
    public void So_is_told(string code, int raw) => Assert.Equal(raw, Raw(code).Count());

    private static IEnumerable<string> Raw(string code)
    {
        var interpolated = Interpolated()
            .Matches(code)
            .Where(m => !Quoting().IsMatch(code[..m.Index]))
            .Select(m => m.Groups["text"].Value)
            .Where(t => Command().IsMatch(t) || Option().IsMatch(t));
        return interpolated.Concat(Joined().Matches(code).Select(m => m.Value));
    }

    /// <summary>Up to the first quote, for what is filled in may hold such a text itself.</summary>
    [GeneratedRegex(
        """
            \$"(?<text>(?:[^"\\\n]|\\.)*)"
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Interpolated();

    /// <summary>A constant is filled with constants.</summary>
    [GeneratedRegex(@"(ShellText|SuggestedCommand)\.Of\(\s*\z|const string \w+ =\s*\z")]
    private static partial Regex Quoting();

    [GeneratedRegex(@"`(amigov|aws|git|gh|glab) [^`]*\{\w")]
    private static partial Regex Command();

    [GeneratedRegex(@"(^|[ `])--[a-z][a-z-]*[ =]\{")]
    private static partial Regex Option();

    [GeneratedRegex(
        """
            "[^"\n]*`(amigov|aws|git|gh|glab)\ [^`"\n]*"\s*\+
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Joined();
}
