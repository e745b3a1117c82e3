namespace AmiGovernance.Core.Trail;

/// <summary>
/// What the events themselves tell of images: who made or shared one owns it, for only an image's owner may change its launch
/// permissions (EC2 API reference, ModifyImageAttribute); and which image a launch template was made with.
/// </summary>
public sealed class ImageSources
{
    /// <summary>Of each kind, about 200 bytes each; later ones are not learnt, and the image stays `unknown`.</summary>
    private const int Most = 200_000;

    private readonly Dictionary<string, string> owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> templates = new(StringComparer.Ordinal);
    private readonly List<(string Key, string Value)> news = [];

    /// <summary>The owning account by image.</summary>
    public IReadOnlyDictionary<string, string> Owners => owners;

    /// <summary>The image by launch template and version (<see cref="CallImages.TemplateReference"/>).</summary>
    public IReadOnlyDictionary<string, string> Templates => templates;

    public void Learn(TrailEvent call, CallKind kind)
    {
        if (call.ErrorCode.Length > 0 || call.Images.Length != 1) return;
        if (kind is CallKind.Creation or CallKind.Sharing && CallImages.IsImage(call.Images[0])) Learn(owners, call.Images[0], call.Account);
        else if (kind == CallKind.LaunchTemplate && call.MadeTemplate.Length > 0) Learn(templates, call.MadeTemplate, call.Images[0]);
    }

    /// <summary>An image's owner, or the image of a launch template; what is known already stays.</summary>
    internal void Learn(string key, string value) => Learn(CallImages.IsImage(key) ? owners : templates, key, value);

    public void Load(string key, string value) => (CallImages.IsImage(key) ? owners : templates)[key] = value;

    /// <summary>What was learnt since this was asked last.</summary>
    public IReadOnlyList<(string Key, string Value)> TakeNew()
    {
        (string, string)[] taken = [.. news];
        news.Clear();
        return taken;
    }

    private void Learn(Dictionary<string, string> known, string key, string value)
    {
        if (known.Count < Most && known.TryAdd(key, value)) news.Add((key, value));
    }
}
