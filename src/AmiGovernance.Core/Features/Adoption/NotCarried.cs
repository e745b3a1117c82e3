namespace AmiGovernance.Core.Features.Adoption;

/// <summary>What a policy says and the configuration cannot say.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Path">The JSON Pointer of the place in the policy.</param>
/// <param name="Meaning">In words.</param>
/// <param name="Becomes">What holds instead.</param>
public sealed record NotCarried(string Policy, string PolicyId, string Path, string Meaning, string Becomes)
{
    internal const string Stricter = "ours has no such condition: it denies in more cases";

    internal const string Stays = "stays in its policy; ours does not say it";

    internal static NotCarried Of(FoundPolicy found, string path, string meaning, string becomes) =>
        new(found.Policy.Name, found.Policy.Id, path, meaning, becomes);
}
