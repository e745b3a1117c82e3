using AmiGovernance.Core.Base.Text;
using AmiGovernance.TestSupport.Hostile;
using CsCheck;

namespace AmiGovernance.Tests.Base.Text;

public sealed class SuggestedCommandTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
            Gen.Int[0, ShellWords.HostileValues.Length - 1].Select(i => ShellWords.HostileValues[i]),
            Gen.String[0, 4]
        )
        .Array[1, 3]
        .Select(parts => string.Concat(parts));

    [Theory]
    [InlineData("main", "`git switch main`")]
    [InlineData("it's", "`git switch 'it'\\''s'`")]
    [InlineData("`id`", "`` git switch '`id`' ``")]
    [InlineData("a``b`", "``` git switch 'a``b`' ```")]
    public void Backticks_in_a_value_make_longer_ones_around_it(string branch, string told) =>
        Assert.Equal(told, SuggestedCommand.Of($"git switch {branch}"));

    /// <summary>Each value is the word that is seen, whatever the shell, and no other word is there.</summary>
    [Fact]
    public void Each_value_is_one_word() =>
        Gen.Select(Text, Text)
            .Sample(
                (left, right) =>
                    Assert.Equal(
                        ["git", "switch", Sanitize.Text(left), $"--to={Sanitize.Text(right)}"],
                        ShellWords.Split(Escaped<ShellFormat>.Of($"git switch {left} --to={right}"))
                    ),
                iter: TestScale.Samples(2000),
                seed: "0000KOIPSyL6"
            );

    [Fact]
    public void Markdown_shows_every_character_of_the_command() =>
        Text.Sample(
            value =>
            {
                var sentence = $"first {SuggestedCommand.Of($"git switch {value}")}, then go on";
                Assert.Equal(["git", "switch", Sanitize.Text(value)], ShellWords.Shown(sentence));
            },
            iter: TestScale.Samples(2000),
            seed: "0000KOIPSyL6"
        );
}
