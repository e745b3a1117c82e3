using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Tests.Support;
using CsCheck;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>The prover's automatons against the plain comparison, and the forms of names as AWS documents them.</summary>
public sealed class AutomatonTests
{
    private static Gen<string> Text(string letters, int most) =>
        Gen.Int[0, letters.Length - 1].Select(i => letters[i]).Array[0, most].Select(chosen => new string(chosen));

    [Fact]
    public void A_pattern_is_left_where_a_text_that_matches_leaves_it() =>
        Gen.Select(Text("ab*?", 6), Text("abA", 6), Gen.Bool)
            .Sample(
                (pattern, text, ignoreCase) =>
                {
                    var glob = new Glob(pattern, IsLiteral: false, ignoreCase);
                    Assert.Equal(Wildcard.Matches(pattern, text, ignoreCase), glob.Accepts(glob.After(text)));
                    var literal = new Glob(pattern, IsLiteral: true);
                    Assert.Equal(pattern == text, literal.Accepts(literal.After(text)));
                    Assert.True(literal.Accepts(literal.After(pattern)));
                },
                iter: TestScale.Samples(20_000)
            );

    private static bool IsOf(Language language, string text)
    {
        var state = 0;
        foreach (var read in text)
            if ((state = language.Next(state, read)) < 0)
                return false;
        return language.Accepts(state);
    }

    /// <summary>IAM API reference, `CreateRole`: the patterns of `Path` and `RoleName`; `GetFederationToken`: that of `Name`.</summary>
    private static readonly (Language Language, Regex Form, string Letters)[] Forms =
    [
        (Language.Named("role/"), new Regex(@"^role(/|/[\x21-\x7E]+/)[A-Za-z0-9_+=,.@-]+\z"), "/aZ0_:* é"),
        (Language.Named("user/"), new Regex(@"^user(/|/[\x21-\x7E]+/)[A-Za-z0-9_+=,.@-]+\z"), "/aZ0_:* é"),
        (
            Language.Named("federated-user/", hasPath: false),
            new Regex(@"^federated-user/[A-Za-z0-9_+=,.@-]+\z"),
            "/aZ0_:* é"
        ),
        (Language.Only("root"), new Regex(@"^root\z"), "rot"),
        // EC2 user guide, "Longer IDs".
        (Language.ImageId, new Regex(@"^ami-([0-9a-f]{8}|[0-9a-f]{17})\z"), "am09fgA-"),
        (Language.Account, new Regex(@"^[0-9]{12}\z"), "09a"),
    ];

    [Fact]
    public void A_name_is_of_its_form()
    {
        foreach (var (language, form, letters) in Forms)
            Gen.Select(Text(letters, 6), Text(letters, 6), Gen.Int[0, 24])
                .Sample(
                    (text, other, length) =>
                    {
                        foreach (
                            var tried in new[]
                            {
                                text,
                                language.Start + text,
                                language.Start + text + "/" + other,
                                "ami-" + text.PadRight(length, '0'),
                                text.PadRight(length, '9'),
                                "root" + other,
                            }
                        )
                            Assert.True(form.IsMatch(tried) == IsOf(language, tried), $"{language.Name}: {tried}");
                    },
                    iter: TestScale.Samples(2_000)
                );
    }

    [Fact]
    public void A_Region_is_of_the_form_that_Regions_have() =>
        Gen.Select(
                Text("ab-1", 12),
                Gen.Int[0, 13],
                Gen.Int[0, 13],
                Choose.From("", "-1", "-12", "-123", "1", "-x1", "-1-2", "-x", "-")
            )
            .Sample(
                (text, first, second, end) =>
                {
                    var words = $"{new string('a', first)}-{new string('b', second)}";
                    foreach (
                        var tried in new[]
                        {
                            text,
                            text + end,
                            words + end,
                            $"us-{words}{end}",
                            $"{words}-east{end}",
                            $"us-a-{words}{end}",
                            $"us-{words}-east{end}",
                            $"us-{words}-gov-east{end}",
                        }
                    )
                        Assert.True(RegionName.IsValid(tried) == IsOf(Language.Region, tried), tried);
                },
                iter: TestScale.Samples(5_000)
            );

    private static readonly (Language Language, Gen<string> Patterns, Gen<string> Texts)[] Splits =
    [
        (Language.Account, Text("01*?", 12), Text("012", 12).Select(t => t.PadRight(12, '1'))),
        (
            Language.Region,
            Text("us-eat1*?", 9),
            Choose.From("us-east-1", "us-west-2", "eu-central-1", "us-gov-east-1", "ae-us-12")
        ),
        (
            Language.ImageId,
            Text("0a*?", 5).Select(t => $"ami-{t}*"),
            Text("0a1", 17).Select(t => $"ami-{t.PadRight(t.Length <= 8 ? 8 : 17, '0')}")
        ),
        (
            Language.Named("role/"),
            Text("ax/*?", 5).Select(t => $"role/{t}"),
            Choose.From("role/a", "role/x/a", "role/ax", "role/a/x/x", "role/b")
        ),
        (Language.Text, Text("aAé*?", 4), Text("aAé ", 4)),
    ];

    /// <summary>Each text of the language has a class with the same answers; each class is known by a text of its own.</summary>
    [Fact]
    public void Every_text_has_a_class_that_answers_like_it()
    {
        foreach (var (language, patterns, texts) in Splits)
            Gen.Select(patterns.Array[1, 3], texts)
                .Sample(
                    (chosen, text) =>
                    {
                        Assert.True(IsOf(language, text), text);
                        var globs = chosen.Select(p => new Glob(p)).ToImmutableArray();
                        var classes = GlobClasses.Split([.. globs.Select(BegunGlob.Of)], language, [])!.Value;
                        string Answers(string of) => string.Join(';', globs.Select(g => g.Accepts(g.After(of))));
                        Assert.Contains(Answers(text), classes.Select(c => Answers(c.Text)));
                        Assert.All(classes, c => Assert.True(IsOf(language, c.Text), c.Text));
                        Assert.Equal(classes.Length, classes.Select(c => Answers(c.Text)).Distinct().Count());
                    },
                    iter: TestScale.Samples(300)
                );
    }

    [Fact]
    public void A_class_is_known_by_a_text_that_is_preferred_and_by_none_that_is_taken()
    {
        ImmutableArray<BegunGlob> globs = [BegunGlob.Of(new Glob("1*")), BegunGlob.Of(new Glob("*2"))];
        string[] Texts(string[] preferred, params string[] taken) =>
            [
                .. GlobClasses
                    .Split(globs, Language.Account, preferred, taken.ToHashSet())!
                    .Value.Select(c => c.Text)
                    .Order(StringComparer.Ordinal),
            ];
        var free = Texts([]);
        Assert.Equal(4, free.Length);
        Assert.Contains("155555555552", Texts(["155555555552", "15", "x"]));
        var others = Texts([], free);
        Assert.Equal(4, others.Length);
        Assert.Empty(others.Intersect(free));
    }

    /// <summary>Of a class with one text only nothing remains when it is taken.</summary>
    [Fact]
    public void A_class_of_which_every_text_is_taken_has_none()
    {
        ImmutableArray<BegunGlob> globs = [BegunGlob.Of(new Glob("111122223333"))];
        Assert.Equal(2, GlobClasses.Split(globs, Language.Account, [])!.Value.Length);
        var left = GlobClasses.Split(globs, Language.Account, [], new HashSet<string> { "111122223333" })!.Value;
        Assert.NotEqual("111122223333", Assert.Single(left).Text);
    }

    [Fact]
    public void What_is_remembered_is_not_given_where_it_is_taken()
    {
        var cache = new GlobCache();
        BegunGlob[] globs = [BegunGlob.Of(new Glob("1*")), BegunGlob.Of(new Glob("1*"))];
        var first = cache.Split(globs, Language.Account, []);
        Assert.Equal(2, first.Length);
        Assert.Equal(first, cache.Split(globs, Language.Account, ["199999999999"]));
        var other = cache.Split(globs, Language.Account, [], first.Select(c => c.Text).ToHashSet());
        Assert.Empty(other.Select(c => c.Text).Intersect(first.Select(c => c.Text)));
        var one = cache.Split(globs, Language.Account, [], new HashSet<string> { other[0].Text });
        Assert.DoesNotContain(other[0].Text, one.Select(c => c.Text));
        Assert.Equal(0, cache.GivenUp);
    }

    /// <summary>Sixteen places in which each of the others may stand: more ways than anybody walks.</summary>
    [Fact]
    public void Too_many_ways_are_no_answer()
    {
        var cache = new GlobCache();
        var globs = Enumerable
            .Range(0, 24)
            .Select(i => BegunGlob.Of(new Glob(string.Create(CultureInfo.InvariantCulture, $"*{(char)('a' + i)}*"))));
        Assert.Equal(["other"], cache.Split(globs, Language.Text, ["other"]).Select(c => c.Text));
        Assert.Equal(1, cache.GivenUp);
        cache.Split([BegunGlob.Of(new Glob("a"))], Language.Text, []);
        Assert.Equal(1, cache.GivenUp);
        // Whoever asks again is told again.
        Assert.Equal(["other"], cache.Split(globs, Language.Text, ["other"]).Select(c => c.Text));
        Assert.Equal(2, cache.GivenUp);
    }
}
