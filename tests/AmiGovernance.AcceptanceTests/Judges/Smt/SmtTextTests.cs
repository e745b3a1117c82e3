namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>Which patterns one text can match together: what the judge finds by looking at all texts, and Z3's theory of strings.</summary>
public sealed class SmtTextTests : IDisposable
{
    private readonly Lazy<Z3> z3 = new(() => new Z3());

    public void Dispose()
    {
        if (z3.IsValueCreated)
            z3.Value.Dispose();
    }

    [Theory]
    [InlineData("a*", "*b")]
    [InlineData("a?c", "a*", "??c")]
    [InlineData("a", "A", "?")]
    [InlineData("a*b*c", "*bb*", "a*c")]
    [InlineData("role/*", "*/Admin", "role/Admin")]
    [InlineData("*", "?*", "")]
    [InlineData("ab*", "?b*", "a?*", "abc")]
    public void Both_find_the_same_sets_of_matches(params string[] patterns)
    {
        Assert.SkipWhen(Z3.Missing is not null, Z3.Missing ?? "");
        var languages = patterns.Select(p => SmtLanguage.Like(p, wildcards: true, ignoreCase: false)).ToList();
        var found = SmtLanguage.Any.Answers(languages)!.Select(a => string.Join(',', a)).ToHashSet();
        for (var set = 0; set < 1 << patterns.Length; set++)
        {
            var wanted = patterns.Select((_, i) => (set >> i & 1) == 1).ToArray();
            var asserted = patterns.Select(
                (p, i) => Smt.Is("text", Smt.Language(p)) is var f && wanted[i] ? f : Smt.Not(f)
            );
            var question = $"(declare-const text String)\n{string.Join('\n', asserted.Select(f => $"(assert {f})"))}";
            Assert.Equal(
                z3.Value.Check(question) == Satisfiability.Satisfiable,
                found.Contains(string.Join(',', wanted))
            );
        }
    }

    [Fact]
    public void A_text_that_is_hard_to_guess_is_found()
    {
        const string rescue = "role/aws-reserved/sso.amazonaws.com/Rescue_";
        string[] patterns = [$"{rescue}*", $"*:iam::*:{rescue}*", "*:iam::*:role/service-role/Backup"];
        var languages = patterns.Select(p => SmtLanguage.Like(p, wildcards: true, ignoreCase: false)).ToList();
        Assert.Contains(SmtLanguage.Any.Answers(languages)!, a => a.All(b => b));
    }
}
