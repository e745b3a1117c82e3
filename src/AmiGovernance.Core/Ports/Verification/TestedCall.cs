namespace AmiGovernance.Core.Ports.Verification;

/// <summary>The calls that verification tries, as EC2 names them.</summary>
public enum TestedAction
{
    RunInstances,
    CreateImage,
    CopyImage,
    ImportImage,
    ModifyImageAttribute,
}

/// <summary>A call that is tried.</summary>
/// <param name="Action">What is called.</param>
/// <param name="Subject">The image, for CreateImage the instance; empty for ImportImage, which brings a disk from outside.</param>
public sealed record TestedCall(TestedAction Action, string Subject);
