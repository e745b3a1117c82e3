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
            // One membership of one language: Z3 decides by derivatives whether it is empty. Memberships apart make it guess lengths without end.
            var parts = patterns.Select((p, i) => wanted[i] ? Smt.Language(p) : $"(re.comp {Smt.Language(p)})");
            var language = $"(re.inter re.all {string.Join(' ', parts)})";
            var expected = found.Contains(string.Join(',', wanted))
                ? Satisfiability.Satisfiable
                : Satisfiability.Unsatisfiable;
            Assert.Equal(expected, z3.Value.Check($"(declare-const text String)\n(assert {Smt.Is("text", language)})"));
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
