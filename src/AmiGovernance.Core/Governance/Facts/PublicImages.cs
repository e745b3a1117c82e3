using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>The table of public images, and the words by which people ask for them (`Governance/Facts/Data/public-images.txt`).</summary>
public static class PublicImages
{
    private static readonly Lazy<ImmutableArray<string[]>> Rows = new(Load);

    private static readonly Lazy<ImmutableArray<SystemFamily>> AllFamilies = new(() =>
        [.. Of("family").Select(r => new SystemFamily(r[1], [.. r[2].Split(';')]))]
    );

    private static readonly Lazy<ImmutableArray<PublicImage>> Images = new(() => [.. Of("image").Select(Image)]);

    private static readonly Lazy<ImmutableArray<NeedWord>> AllWords = new(() =>
        [
            .. Of("family").SelectMany(r => Words(r[3], w => new NeedWord(w) { Family = r[1] })),
            .. Of("release").SelectMany(r => Words(r[3], w => new NeedWord(w) { Family = r[1], Version = r[2] })),
            .. Of("architecture").SelectMany(r => Words(r[2], w => new NeedWord(w) { Architecture = r[1] })),
            .. Of("nothing").SelectMany(r => Words(r[1], w => new NeedWord(w))),
        ]
    );

    public static ImmutableArray<PublicImage> All => Images.Value;

    /// <summary>The names of the families that have an image for each version, so that a need names one.</summary>
    public static ImmutableArray<string> ByVersion =>
        [.. All.Where(i => i.IsForEachVersion).Select(i => i.Family).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Of several that a name mentions, the first counts.</summary>
    public static ImmutableArray<SystemFamily> Families => AllFamilies.Value;

    public static ImmutableArray<NeedWord> Vocabulary => AllWords.Value;

    /// <summary>As EC2 spells them.</summary>
    public static ImmutableArray<string> Architectures => [.. Of("architecture").Select(r => r[1])];

    private static IEnumerable<string[]> Of(string kind) => Rows.Value.Where(r => r[0] == kind);

    private static IEnumerable<NeedWord> Words(string words, Func<string, NeedWord> make) =>
        words.Split(';').Select(make);

    private static PublicImage Image(string[] fields) =>
        new(
            fields[1],
            fields[2],
            fields[3],
            fields[4],
            fields[6] == "-" ? null : fields[6],
            fields[7],
            FactMarks.Parse(fields[8]),
            DateOnly.ParseExact(fields[9], "yyyy-MM-dd", CultureInfo.InvariantCulture),
            fields[10]
        )
        {
            IsOfAmazon = fields[5] == "amazon",
            HasOwner = fields[5] != "-",
        };

    private static ImmutableArray<string[]> Load() => [.. EmbeddedFile.Rows("public-images.txt")];
}
