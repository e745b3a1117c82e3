global using PlainText = AmiGovernance.Core.Base.Text.Escaped<AmiGovernance.Core.Base.Text.PlainFormat>;
