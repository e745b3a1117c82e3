using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Tests.Cli;

public sealed class ColoringTests
{
    [Theory]
    [InlineData("", true, true)]
    [InlineData("", false, false)]
    [InlineData("NO_COLOR=1", true, false)]
    [InlineData("NO_COLOR=", true, true)]
    [InlineData("FORCE_COLOR=1", false, true)]
    [InlineData("FORCE_COLOR=0", false, false)]
    [InlineData("CLICOLOR_FORCE=1", false, true)]
    [InlineData("NO_COLOR=1 FORCE_COLOR=1", false, false)]
    [InlineData("TERM=dumb", true, false)]
    public void The_environment_and_the_terminal_say_it(string environment, bool isTerminal, bool expected)
    {
        var variables = environment
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(v => v.Split('='))
            .ToDictionary(v => v[0], v => v[1], StringComparer.Ordinal);
        Assert.Equal(expected, Coloring.IsWanted(ColorChoice.Auto, v => variables.GetValueOrDefault(v), isTerminal));
        Assert.True(Coloring.IsWanted(ColorChoice.Always, v => variables.GetValueOrDefault(v), isTerminal));
        Assert.False(Coloring.IsWanted(ColorChoice.Never, v => variables.GetValueOrDefault(v), isTerminal));
    }

    [Theory]
    [InlineData("✅ done", "\e[32m✅\e[0m done")]
    [InlineData("  ❌ 2 findings", "  \e[1;31m❌\e[0m 2 findings")]
    [InlineData("DENIED: ec2:RunInstances", "\e[1;31mDENIED\e[0m: ec2:RunInstances")]
    [InlineData("Next:", "\e[1mNext:\e[0m")]
    [InlineData("+1 is no mark", "+1 is no mark")]
    [InlineData("\e[32m✓\e[0m has its own", "\e[32m✓\e[0m has its own")]
    public void Marks_are_coloured_wherever_a_line_begins_with_one(string line, string expected) =>
        Assert.Equal(expected, MarkColors.In(line));

    private static Amigov Repository()
    {
        var amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        amigov.Run("generate");
        return amigov;
    }

    [Fact]
    public void Every_view_is_coloured_and_no_document_is()
    {
        var amigov = Repository();
        Assert.Contains("\e[32m✅\e[0m", amigov.Run("validate", "--color", "always").Out, StringComparison.Ordinal);
        Assert.Contains("\e[32m✓\e[0m", amigov.Run("--color", "always", "prove").Out, StringComparison.Ordinal);
        foreach (var format in new[] { "json", "markdown", "sarif" })
            Assert.DoesNotContain('\e', amigov.Run("validate", "--color", "always", "-o", format).Out);
        Assert.DoesNotContain('\e', amigov.Run("validate").Out);
        amigov.Environment["FORCE_COLOR"] = "1";
        Assert.Contains('\e', amigov.Run("validate").Out);
        Assert.DoesNotContain('\e', amigov.Run("validate", "--color", "never").Out);
    }
}
