namespace AmiGovernance.TestSupport.SecondJudge;

/// <summary>The second judge does not know how AWS decides this. It never counts as agreement: the judge has to learn it first.</summary>
internal sealed class UndecidableException(string what) : Exception($"the second judge cannot decide {what}");
