namespace AmiGovernance.Core.Ports.Images;

/// <summary>Something that was found with an image, or with an account's settings in a Region.</summary>
/// <param name="Detail">What exactly, such as the account that it is shared with.</param>
public readonly record struct ImageFinding(FindingKind Kind, string Detail)
{
    /// <summary>For lists: `shared_outside: 111122223333`.</summary>
    public override string ToString() => Detail.Length > 0 ? $"{Kind.Name()}: {Detail}" : Kind.Name();
}
