using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.Found;

/// <summary>What takes an image, as a language knows it.</summary>
internal sealed record ImageUse(string Language, string Subject, SourceLocation Place)
{
    public string Action { get; init; } = ImageReference.RunInstances;

    public RegionName? Region { get; init; }

    public AccountId? Account { get; init; }

    public EditWriter? Edit { get; init; }
}

/// <summary>Takes what the readers of the languages find: references, unsafe patterns, and what could not be read.</summary>
internal sealed class ReferenceSink
{
    /// <summary>Of one place; a file that names more is not written by people.</summary>
    private const int MaxOfOnePlace = 1000;

    private const int LongestWritten = 80;

    private readonly List<ImageReference> references = [];
    private readonly HashSet<(string Path, int Start)> named = [];
    private readonly HashSet<(
        string Path,
        int Start,
        string Subject,
        string What,
        string? Region,
        string? Account
    )> seen = [];

    public IReadOnlyList<ImageReference> References => references;

    /// <summary>Unsafe patterns, and what could not be read.</summary>
    public DiagnosticBag Findings { get; } = new();

    /// <summary>Accounts, organizations and organizational units that images are shared with.</summary>
    public List<ResolvedText> Shared { get; } = [];

    /// <summary>Names of images that are made.</summary>
    public List<ResolvedText> Names { get; } = [];

    public void AddName(ResolvedText name) => Names.Add(name);

    /// <summary>Files that were read, and those that were not, or not whole.</summary>
    public int Read { get; private set; }

    public int NotRead { get; private set; }

    public void FileRead() => Read++;

    /// <summary>A file that ends too early for a reader; what was found before counts.</summary>
    public void FileNotRead(SourceText source, int at, string message)
    {
        NotRead++;
        var span = new TextSpan(Math.Min(at, source.Bytes.Length), at < source.Bytes.Length ? 1 : 0);
        Findings.Report(
            PreflightDiagnostics.NotRead,
            new SourceLocation(source, span),
            $"the file is not read from here on: {message}",
            "images that it names further on are not known"
        );
    }

    /// <param name="what">A document, a module or a folder, and why it is not read.</param>
    public void PartNotRead(SourceLocation place, string what)
    {
        NotRead++;
        Findings.Report(PreflightDiagnostics.NotRead, place, what, "images that it names are not known");
    }

    /// <summary>Whether some reference has the place already, or names the image that is written there.</summary>
    public bool IsNamed(SourceLocation place) => named.Contains((place.Source.Path, place.Span.Start));

    public void Add(ImageReference reference)
    {
        var place = reference.Location;
        named.Add((place.Source.Path, place.Span.Start));
        foreach (var image in reference.Images.OfType<ImageOfId>())
        foreach (var written in ImagesInText.In($" {image.Id}", place))
            named.Add((place.Source.Path, written.Place.Span.Start));
        var what = string.Join('\n', reference.Images.Select(i => i.ToString()));
        var key = (
            place.Source.Path,
            place.Span.Start,
            reference.Subject,
            what,
            reference.Region?.Value,
            reference.Account?.Value
        );
        if (seen.Add(key))
            references.Add(reference);
    }

    /// <summary>Each image that a value may stand for, as a reference of its own.</summary>
    public void Take(Resolved value, ImageUse use)
    {
        var budget = MaxOfOnePlace;
        Take(value, use, [], ref budget);
        if (budget < 0)
            Add(Reference(use.Place, use, [new OpenImage($"more than {MaxOfOnePlace} images are possible here")], []));
    }

    private void Take(Resolved value, ImageUse use, ImmutableArray<string> assumes, ref int budget)
    {
        if (--budget < 0)
            return;
        switch (value)
        {
            case ResolvedText text:
                Add(Reference(text.Place, use, [ImageTexts.Image(text.Value)], assumes));
                break;
            case ResolvedImages images:
                var found = Reference(images.Place, use, images.Images, assumes);
                Add(found with { Edit = images.Edit, Written = images.Written ?? found.Written });
                break;
            case ResolvedAny any:
                TakeAny(any, use, assumes, ref budget);
                break;
            case ResolvedList list:
                foreach (var item in list.Items)
                    Take(item, use, assumes, ref budget);
                break;
            case ResolvedIn within:
                var isRegion = RegionName.TryParse(within.Region, out var region);
                Take(within.Value, isRegion ? use with { Region = region } : use, assumes, ref budget);
                break;
            case ResolvedDefault { IsNothing: true } given:
                Add(Reference(given.Place, use, [NotGiven(given)], assumes));
                break;
            case ResolvedDefault given:
                Take(given.Value, use, assumes.Contains(given.Of) ? assumes : assumes.Add(given.Of), ref budget);
                break;
            case ResolvedOpen open:
                Add(Reference(open.Place, use, [new OpenImage(open.Missing)], assumes));
                break;
            default:
                Add(
                    Reference(value.Place, use, [new OpenImage("an object stands where an image is expected")], assumes)
                );
                break;
        }
    }

    private static OpenImage NotGiven(ResolvedDefault given) =>
        new($"the value of `{given.Of}`, which gives no image where it is not set");

    /// <summary>Where the default of a variable is no image, the other choices rest on it.</summary>
    private void TakeAny(ResolvedAny any, ImageUse use, ImmutableArray<string> assumes, ref int budget)
    {
        var left = any.Choices.OfType<ResolvedDefault>().Where(d => d.IsNothing).ToImmutableArray();
        var others = any.Choices.Where(c => c is not ResolvedDefault { IsNothing: true });
        var rests = assumes.AddRange(left.Select(d => d.Of).Except(assumes));
        var isAny = false;
        foreach (var choice in others)
        {
            isAny |= !choice.IsNothing;
            Take(choice, use, rests, ref budget);
        }
        if (!isAny)
            foreach (var given in left)
                Take(given, use, assumes, ref budget);
    }

    private static ImageReference Reference(
        SourceLocation place,
        ImageUse use,
        ImmutableArray<NamedImage> images,
        ImmutableArray<string> assumes
    ) =>
        new()
        {
            Location = place,
            Language = use.Language,
            Subject = use.Subject,
            Written = Written(place),
            Images = images,
            Action = use.Action,
            Region = use.Region,
            Account = use.Account,
            Assumes = assumes,
            Edit = use.Edit,
        };

    private static string Written(SourceLocation place)
    {
        var text = place.Source.GetText(place.Span with { Length = Math.Min(place.Span.Length, 4 * LongestWritten) });
        var line = text.Split('\n')[0].Trim('"', '\'', '\r', ' ');
        return Shortened.Text(line, LongestWritten);
    }
}
