namespace AmiGovernance.Core.Ports.Trail;

/// <summary>A launch template in the place of an image, as a launch names it.</summary>
/// <param name="Template">Its id or its name.</param>
/// <param name="Version">
/// A number, `$Latest` or `$Default`; empty is the default one (EC2 API reference, LaunchTemplateSpecification).
/// </param>
public readonly record struct LaunchedTemplate(string Template, string Version)
{
    /// <summary>
    /// How an image begins that a parameter of Systems Manager stands for: `resolve:ssm:NAME`, `…:VERSION` or `…:LABEL` (EC2
    /// user guide, "Use a Systems Manager parameter instead of an AMI ID").
    /// </summary>
    public const string ImageParameter = "resolve:ssm:";

    /// <summary>Whether it stands for another image at another time: a name can go to another template, too.</summary>
    public bool Moves => Version.StartsWith('$') || !Template.StartsWith("lt-", StringComparison.Ordinal);

    /// <summary>
    /// Whether EC2 can be asked for the version (EC2 API reference, DescribeLaunchTemplateVersions): records may hold any text.
    /// </summary>
    public bool CanBeAsked =>
        Version is "$Latest" or "$Default" || Version.Length > 0 && Version.All(char.IsAsciiDigit);

    /// <summary>As <see cref="ToString"/> writes it; null for anything else, as images are.</summary>
    public static LaunchedTemplate? Parse(string text)
    {
        if (text.StartsWith(ImageParameter, StringComparison.Ordinal))
            return null;
        var colon = text.LastIndexOf(':');
        return colon > 0 ? new LaunchedTemplate(text[..colon], text[(colon + 1)..]) : null;
    }

    /// <summary>`lt-0abc:3`, `web:$Latest`.</summary>
    public override string ToString() => $"{Template}:{VersionOrDefault}";

    private string VersionOrDefault => Version.Length == 0 ? "$Default" : Version;
}
