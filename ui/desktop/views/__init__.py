"""The screens. They show what presenters decided and pass on what people do."""
