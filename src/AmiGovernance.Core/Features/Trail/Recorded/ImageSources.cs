using System.Globalization;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// What the events themselves tell of images: who made, shared or ended one owns it, for only an image's owner may change its launch
/// permissions and its state (EC2 API reference, ModifyImageAttribute, DeregisterImage, DisableImage); which image a version of a launch
/// template was made with, and what was done to launch templates, from which their history is made.
/// </summary>
public sealed class ImageSources
{
    /// <summary>Of each kind, about 200 bytes each; later ones are not learnt, and the image stays `unknown`.</summary>
    private const int Most = 200_000;

    /// <summary>About 300 bytes each. One that is missing may be one that matters: with more, none is kept.</summary>
    private const int MostChanges = 100_000;

    private const string ChangePrefix = "change\n";
    private const string Lost = "changes lost";

    private readonly Dictionary<string, string> owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> templates = new(StringComparer.Ordinal);
    private readonly HashSet<string> changes = new(StringComparer.Ordinal);
    private readonly List<(string Key, string Value)> news = [];

    /// <summary>The owning account by image.</summary>
    public IReadOnlyDictionary<string, string> Owners => owners;

    /// <summary>The image by launch template and version (<see cref="LaunchedTemplate"/>).</summary>
    public IReadOnlyDictionary<string, string> Templates => templates;

    /// <summary>What was done to launch templates (<see cref="TemplateChange.Text"/>), in no order.</summary>
    public IReadOnlyCollection<string> Changes => changes;

    /// <summary>Whether there were too many changes.</summary>
    public bool ChangesWereLost { get; private set; }

    /// <summary>Whether a call tells something.</summary>
    public static bool Teaches(TrailEvent call, CallKind kind)
    {
        if (call.ErrorCode.Length > 0)
            return false;
        return kind switch
        {
            CallKind.LaunchTemplate => call.Template is not null,
            CallKind.Creation or CallKind.Sharing or CallKind.ImageLife => call.Images is [var image]
                && CallImages.IsImage(image),
            _ => false,
        };
    }

    /// <param name="call">One that teaches.</param>
    public void Learn(TrailEvent call)
    {
        if (call.Template is { } change)
            Learn(change);
        else
            Learn(owners, call.Images[0], call.Account);
    }

    /// <summary>An image's owner, or the image of a launch template; what is known already stays.</summary>
    internal void Learn(string key, string value) => Learn(OfKind(key), key, value);

    public void Load(string key, string value)
    {
        if (key == Lost)
            LoseChanges();
        else if (!key.StartsWith(ChangePrefix, StringComparison.Ordinal))
            OfKind(key)[key] = value;
        else if (!ChangesWereLost)
            changes.Add(key[ChangePrefix.Length..]);
    }

    /// <summary>What was learnt since this was asked last.</summary>
    public IReadOnlyList<(string Key, string Value)> TakeNew()
    {
        (string, string)[] taken = [.. news];
        news.Clear();
        return taken;
    }

    private void Learn(TemplateChange change)
    {
        LearnChange(change.Text);
        if (change is not { Id.Length: > 0, Image.Length: > 0, Version: { } version })
            return;
        var number = version.ToString(CultureInfo.InvariantCulture);
        Learn(templates, new LaunchedTemplate(change.Id, number).ToString(), change.Image);
    }

    private void LearnChange(string change)
    {
        if (ChangesWereLost || !changes.Add(change))
            return;
        news.Add((ChangePrefix + change, ""));
        if (changes.Count <= MostChanges)
            return;
        LoseChanges();
        news.Add((Lost, ""));
    }

    private Dictionary<string, string> OfKind(string key) => CallImages.IsImage(key) ? owners : templates;

    private void LoseChanges()
    {
        changes.Clear();
        ChangesWereLost = true;
    }

    private void Learn(Dictionary<string, string> known, string key, string value)
    {
        if (known.Count < Most && known.TryAdd(key, value))
            news.Add((key, value));
    }
}
