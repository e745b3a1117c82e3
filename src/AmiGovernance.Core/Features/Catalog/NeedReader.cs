using System.Collections.Frozen;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Catalog;

/// <summary>Reads needs as people write them, and names of images for what they say; what is not known is never guessed.</summary>
public static class NeedReader
{
    private const string Blanks = "-_/,:;()[]";
    private const int LongestPhrase = 4;
    private const int LongestNeed = 200;
    private const int LongestShown = 60;

    private static readonly FrozenDictionary<string, NeedWord> Phrases = PublicImages
        .Vocabulary.DistinctBy(w => Key(Split(w.Text)))
        .ToFrozenDictionary(w => Key(Split(w.Text)), StringComparer.Ordinal);

    /// <summary>Null with the problem when a word is not known, or when two contradict each other.</summary>
    public static ImageNeed? Read(string text, out string? problem)
    {
        var said = text.Length > LongestNeed ? Said.Nothing : Listen(text);
        problem = Problem(text, said);
        if (problem is not null)
            return null;
        var family = Family(said.Words);
        return new ImageNeed
        {
            Family = family,
            Version = Versions(said, family).FirstOrDefault(),
            Architecture = said.Words.Select(w => w.Architecture).FirstOrDefault(a => a is not null),
        };
    }

    /// <summary>What an image's name says; words that are not known say nothing.</summary>
    public static ImageNeed OfName(string name)
    {
        var said = Listen(name);
        var family = Family(said.Words);
        return new ImageNeed
        {
            Family = family,
            Version = Versions(said, family).FirstOrDefault(),
            Architecture = said.Words.Select(w => w.Architecture).FirstOrDefault(a => a is not null),
        };
    }

    /// <summary>By the image's name, and by the architecture that EC2 has for it.</summary>
    public static ImageNeed Of(ImageFacts image)
    {
        var named = OfName(image.Name ?? "");
        return image.Architecture is { } architecture ? named with { Architecture = architecture } : named;
    }

    /// <param name="Words">Those that are known.</param>
    /// <param name="Others">Those that are not, in their order.</param>
    private sealed record Said(ImmutableArray<NeedWord> Words, ImmutableArray<string> Others)
    {
        public static readonly Said Nothing = new([], []);
    }

    private static Said Listen(string text)
    {
        var tokens = Split(text);
        var words = ImmutableArray.CreateBuilder<NeedWord>();
        var others = ImmutableArray.CreateBuilder<string>();
        for (var at = 0; at < tokens.Length; )
        {
            var length = PhraseAt(tokens, at, out var word);
            if (word is not null)
                words.Add(word);
            else
                others.Add(tokens[at]);
            at += length;
        }
        return new Said(words.ToImmutable(), others.ToImmutable());
    }

    /// <summary>The longest phrase that begins there; how many words were taken.</summary>
    private static int PhraseAt(string[] tokens, int at, out NeedWord? word)
    {
        for (var length = Math.Min(LongestPhrase, tokens.Length - at); length > 0; length--)
            if (Phrases.TryGetValue(Key(tokens.AsSpan(at, length)), out word))
                return length;
        word = null;
        return 1;
    }

    private static SystemFamily? Family(ImmutableArray<NeedWord> words) =>
        PublicImages.Families.FirstOrDefault(f => words.Any(w => w.Family == f.Name));

    private static IEnumerable<string> Versions(Said said, SystemFamily? family) =>
        said
            .Words.Where(w => w.Family == family?.Name && w.Version is not null)
            .Select(w => w.Version!)
            .Concat(said.Others.Where(o => family?.IsVersion(o) == true))
            .Distinct();

    private static string? Problem(string text, Said said)
    {
        var families = said.Words.Select(w => w.Family).OfType<string>().Distinct().ToList();
        if (families.Count == 0)
            return $"`{Shown(text)}` names no system that is known: {Known()}";
        if (families.Count > 1)
            return $"two systems are named, {families[0]} and {families[1]}: ask for one";
        var family = Family(said.Words)!;
        if (said.Others.FirstOrDefault(o => !family.IsVersion(o)) is { } unknown)
            return Unknown(unknown, family);
        if (Versions(said, family).Skip(1).Any())
            return $"several versions are named: {string.Join(", ", Versions(said, family))}; ask for one";
        var architectures = said.Words.Select(w => w.Architecture).OfType<string>().Distinct().ToList();
        return architectures.Count > 1 ? $"two architectures are named: {string.Join(", ", architectures)}" : null;
    }

    private static string Unknown(string word, SystemFamily family)
    {
        if (char.IsAsciiDigit(word[0]))
            return $"`{Shown(word)}` is no version of {family.Name}, which look like {Example(family)}";
        var meant = Suggestion.For(word, PublicImages.Vocabulary.Select(w => w.Text));
        var hint = meant is null ? "" : $" (`{meant}`?)";
        return $"`{Shown(word)}` is not known{hint}: a need is a system, a version and an architecture ({Architectures()})";
    }

    private static string Example(SystemFamily family) =>
        PublicImages.All.FirstOrDefault(i => i.Family == family.Name && !i.IsForEachVersion)?.Version
        ?? family.Versions[0].Replace('#', '1');

    private static string Known() => string.Join(", ", PublicImages.Families.Select(f => f.Name));

    private static string Architectures() => string.Join(", ", PublicImages.Architectures);

    private static string Shown(string text) => Sanitize.Text(Shortened.Text(text, LongestShown));

    private static string[] Split(string text)
    {
        var blank = string.Create(
            text.Length,
            text,
            (span, from) =>
            {
                for (var i = 0; i < span.Length; i++)
                    span[i] = Blanks.Contains(from[i], StringComparison.Ordinal) ? ' ' : char.ToLowerInvariant(from[i]);
            }
        );
        return blank.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Key(ReadOnlySpan<string> words) => string.Join(' ', words);
}
